using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>A value in the syntax of libvirt's configuration files: a number, a quoted text, or a list of quoted texts.</summary>
[JsonConverter(typeof(Converter))]
public sealed record LibvirtValue(string Rendered) : IArgument<LibvirtValue>
{
    public static string Form => "a whole number, true or false, a text, or a list of texts";

    public static LibvirtValue? Bind(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => null,
        YamlScalar { Plain: true, Text: "true" } => new("1"),
        YamlScalar { Plain: true, Text: "false" } => new("0"),
        YamlScalar { Plain: true } scalar when long.TryParse(scalar.Text, out var number) => new($"{number}"),
        YamlScalar scalar => Quoted(scalar.Text) is { } text ? new(text) : null,
        YamlSequence list when list.Items.All(item => item is YamlScalar scalar && Quoted(scalar.Text) is not null) =>
            List(list.Items.OfType<YamlScalar>().Select(item => item.Text)),
        _ => null,
    };

    /// <summary>The value as this kind would write it, from whatever spacing and quotes the file has.</summary>
    public static LibvirtValue Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith('[')) return List(Texts(text));
        return Texts(text) is [var single] && text.Length > 0 && text[0] is '"' or '\'' && Quoted(single) is { } quoted ? new(quoted) : new(text.Split('#')[0].Trim());
    }

    public override string ToString() => Rendered;

    private static LibvirtValue List(IEnumerable<string> texts) =>
        texts.Select(Quoted).ToList() is { Count: > 0 } quoted ? new("[ " + string.Join(", ", quoted) + " ]") : new("[ ]");

    // libvirt's parser knows no escapes: a text with both kinds of quotes, or with a line end, cannot be written on one line.
    private static string? Quoted(string text) =>
        text.Contains('\n', StringComparison.Ordinal) || (text.Contains('"', StringComparison.Ordinal) && text.Contains('\'', StringComparison.Ordinal)) ? null
        : text.Contains('"', StringComparison.Ordinal) ? $"'{text}'" : $"\"{text}\"";

    private static List<string> Texts(string text)
    {
        var found = new List<string>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '#') at = text.IndexOf('\n', at) is var end && end < 0 ? text.Length : end;
            else if (text[at] is '"' or '\'' && text.IndexOf(text[at], at + 1) is var close && close > 0)
            {
                found.Add(text[(at + 1)..close]);
                at = close;
            }
        }
        return found;
    }

    private sealed class Converter : JsonConverter<LibvirtValue>
    {
        public override LibvirtValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, LibvirtValue value, JsonSerializerOptions options) => writer.WriteStringValue(value.Rendered);
    }
}
