using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>What a kernel key holds: words between single spaces, as <c>4096 131072 33554432</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed record SysctlValue(string Text) : IArgument<SysctlValue>
{
    public static string Form => "a whole number, a text, or a list of them";

    /// <summary>How many words it has.</summary>
    public int Count => Words.Count();

    private IEnumerable<string> Words => Text.Split(' ');

    /// <summary>The value as numbers; null where a word is none.</summary>
    public IReadOnlyList<long>? Numbers =>
        Words.Select(word => long.TryParse(word, out var number) ? number : (long?)null).ToList() is var numbers && numbers.TrueForAll(number => number is not null)
            ? [.. numbers.Select(number => number ?? 0)]
            : null;

    public static SysctlValue Of(string text) =>
        new(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    public static SysctlValue? Bind(YamlNode node) => node switch
    {
        YamlScalar { IsNull: false } scalar => Of(scalar.Text),
        YamlSequence { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { IsNull: false }) =>
            Of(string.Join(' ', list.Items.OfType<YamlScalar>().Select(item => item.Text))),
        _ => null,
    };

    /// <summary>Whether each number is at least its counterpart; false where the two cannot be compared.</summary>
    public bool Covers(SysctlValue least) =>
        Numbers is { } have && least.Numbers is { } asked && have.Count == asked.Count && have.Zip(asked).All(pair => pair.First >= pair.Second);

    /// <summary>The greater of each pair of numbers; the other value where the two cannot be compared.</summary>
    public SysctlValue Max(SysctlValue? other) =>
        other?.Numbers is { } theirs && Numbers is { } ours && theirs.Count == ours.Count
            ? new(string.Join(' ', ours.Zip(theirs).Select(pair => Math.Max(pair.First, pair.Second))))
            : this;

    public override string ToString() => Text;

    private sealed class Converter : JsonConverter<SysctlValue>
    {
        public override SysctlValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, SysctlValue value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
