using System.Text;
using System.Text.Json;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>
/// JSON as a tree of the kind that YAML gives. Programs print megabytes on one line, where no position helps anybody, so every node stands at
/// the place its object begins.
/// </summary>
internal static class JsonTree
{
    /// <summary>Null, and why, where the text is not JSON.</summary>
    public static YamlNode? Read(SourceFile file, out string why)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(file.Text));
            why = "";
            return Node(document.RootElement, new SourceSpan(file, 0, 1));
        }
        catch (JsonException problem)
        {
            why = problem.Message;
            return null;
        }
    }

    private static YamlNode Node(JsonElement element, SourceSpan span) => element.ValueKind switch
    {
        JsonValueKind.Object when Marked(element, "__ansible_vault") is { } vault => new YamlScalar(vault, Plain: false, span) { Tag = "!vault" },
        JsonValueKind.Object when Marked(element, "__ansible_unsafe") is { } text => new YamlScalar(text, Plain: false, span) { Tag = "!unsafe" },
        JsonValueKind.Object => new YamlMapping(Entries(element, span), span),
        JsonValueKind.Array => new YamlSequence([.. element.EnumerateArray().Select(item => Node(item, span))], span),
        JsonValueKind.String => new YamlScalar(element.GetString() ?? "", Plain: false, span),
        JsonValueKind.Null => new YamlScalar("null", Plain: true, span),
        _ => new YamlScalar(element.GetRawText(), Plain: true, span),
    };

    private static YamlEntry[] Entries(JsonElement element, SourceSpan span)
    {
        // Of two equal names the last counts, as in every JSON reader of Python.
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            entries[property.Name] = new YamlEntry(new YamlScalar(property.Name, Plain: false, span), Node(property.Value, span));
        return [.. entries.Values];
    }

    private static string? Marked(JsonElement element, string mark) =>
        element.TryGetProperty(mark, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
