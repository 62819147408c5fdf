using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Cpu;

/// <summary>A set of processors as the kernel writes it: <c>0-1,8-9</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed record CpuList(ValueList<int> Numbers) : IArgument<CpuList>
{
    // Far beyond what Linux can be built for, and small enough to be written out.
    private const int Most = 65536;

    public static string Form => "processors: 0, 0-1,8-9, or a list of numbers";

    public static string JsonPattern => "[0-9]+(-[0-9]+)?( *, *[0-9]+(-[0-9]+)?)*";

    public static IReadOnlyList<string> JsonTypes => ["string", "integer", "array"];

    public static CpuList Empty { get; } = new(ValueList<int>.Empty);

    public static CpuList? Bind(YamlNode node) => node switch
    {
        YamlScalar { IsNull: false, Text.Length: > 0 } scalar => TryParse(scalar.Text),
        YamlSequence { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { IsNull: false }) =>
            TryParse(string.Join(',', list.Items.OfType<YamlScalar>().Select(item => item.Text))),
        _ => null,
    };

    /// <summary>The set, or null where the text is none; the empty text is the empty set.</summary>
    public static CpuList? TryParse(string text)
    {
        var numbers = new SortedSet<int>();
        foreach (var part in text.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !ends.All(end => end.Length is > 0 and <= 5 && end.All(char.IsAsciiDigit))) return null;
            var (first, last) = (int.Parse(ends[0]), int.Parse(ends[^1]));
            if (last < first || last >= Most) return null;
            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return new([.. numbers]);
    }

    public static CpuList Of(string text) => TryParse(text) ?? Empty;

    public CpuList Without(CpuList other) => new([.. Numbers.Except(other.Numbers)]);

    public CpuList With(CpuList other) => new([.. Numbers.Union(other.Numbers).Order()]);

    public bool Meets(CpuList other) => Numbers.Intersect(other.Numbers).Any();

    public override string ToString()
    {
        var parts = new List<string>();
        for (var index = 0; index < Numbers.Count;)
        {
            var end = index;
            while (end + 1 < Numbers.Count && Numbers[end + 1] == Numbers[end] + 1) end++;
            parts.Add(end == index ? $"{Numbers[index]}" : $"{Numbers[index]}-{Numbers[end]}");
            index = end + 1;
        }
        return string.Join(',', parts);
    }

    private sealed class Converter : JsonConverter<CpuList>
    {
        public override CpuList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, CpuList value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
