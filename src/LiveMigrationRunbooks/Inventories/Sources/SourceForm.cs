using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>In which form an inventory is written.</summary>
internal enum SourceForm
{
    Yaml,
    Ini,
    Program,
}

/// <summary>Tells the form by what a file holds; extensions only help where that leaves it open.</summary>
internal static partial class SourceForms
{
    /// <summary>True for what the kernel would start: a script with its interpreter in the first line, or a binary.</summary>
    public static bool IsProgram(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> begin = stackalloc byte[4];
            var length = stream.CanSeek ? stream.ReadAtLeast(begin, 4, throwOnEndOfStream: false) : 0;
            return begin[..length] is [(byte)'#', (byte)'!', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F'];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Whoever reads it next says so.
            return false;
        }
    }

    public static SourceForm Of(SourceFile file)
    {
        if (Path.GetExtension(file.Path) == ".ini") return SourceForm.Ini;
        var yamlName = Path.GetExtension(file.Path) is ".yml" or ".yaml" or ".json";
        foreach (var line in file.Text.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';') continue;
            if (text[0] == '[' && text.Contains(']') && !text.Contains(',')) return SourceForm.Ini;
            return yamlName || text[0] is '{' || text is "---" || text.StartsWith("%YAML") || Key().IsMatch(text) ? SourceForm.Yaml : SourceForm.Ini;
        }

        return SourceForm.Yaml;
    }

    /// <summary>A YAML key. A host with a port has no space behind its colon, and one with variables has a '=' before any.</summary>
    [GeneratedRegex("""^(?:"[^"]*"|'[^']*'|[^\s=:]+(?::[^\s=:]+)*)\s*:(?:\s|$)""")]
    private static partial Regex Key();
}
