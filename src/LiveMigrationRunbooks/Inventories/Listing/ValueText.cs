using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>A value on one line, much as YAML's flow style writes it; a text that would read as another kind stands in quotes.</summary>
internal static class ValueText
{
    private const char Ellipsis = '…';

    public static string Of(YamlNode node) => node switch
    {
        YamlMapping mapping => "{" + string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key.Text}: {Of(entry.Value)}")) + "}",
        YamlSequence list => "[" + string.Join(", ", list.Items.Select(Of)) + "]",
        YamlScalar { IsNull: true } => "null",
        YamlScalar scalar => Scalar(scalar),
        _ => "",
    };

    public static string Cut(string text, int room) => text.Length <= room ? text : text[..(room - 1)] + Ellipsis;

    private static string Scalar(YamlScalar scalar)
    {
        if (scalar.Text.Contains('\n'))
            return '"' + scalar.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + '"';
        return scalar.Plain || !NeedsQuotes(scalar.Text) ? scalar.Text : $"'{scalar.Text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static bool NeedsQuotes(string text)
    {
        var plain = new YamlScalar(text, Plain: true, new(new("", text), 0, text.Length));
        return text.Trim() != text || plain.IsNull || CoreSchema.Bool(plain) is not null || CoreSchema.LooksInteger(plain)
            || CoreSchema.Number(plain) is not null || text.AsSpan().IndexOfAny(",[]#") >= 0
            || text.Contains(": ", StringComparison.Ordinal);
    }
}
