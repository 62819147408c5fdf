using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;

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
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// True for what the kernel would start: a script with its interpreter in the first line, or a binary. What is named as text has to be
    /// executable too.
    /// </summary>
    public static bool IsProgram(string path) =>
        // Whoever reads what is no file at all says so.
        RegularFile.Read(path, TrustedExecutables.MaximumSize).Bytes.Span is [(byte)'#', (byte)'!', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..]
        && (!IsTextName(path) || (File.GetUnixFileMode(path) & Executable) != 0);

    public static SourceForm Of(SourceFile file)
    {
        if (Path.GetExtension(file.Path) == ".ini") return SourceForm.Ini;
        var yamlName = IsTextName(file.Path);
        foreach (var line in file.Text.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';') continue;
            if (text[0] == '[' && text.Contains(']') && !text.Contains(',')) return SourceForm.Ini;
            return yamlName || text[0] is '{' || text is "---" || text.StartsWith("%YAML") || Key().IsMatch(text) ? SourceForm.Yaml : SourceForm.Ini;
        }

        return SourceForm.Yaml;
    }

    private static bool IsTextName(string path) => Path.GetExtension(path) is ".yml" or ".yaml" or ".json" or ".ini";

    /// <summary>A YAML key. A host with a port has no space behind its colon, and one with variables has a '=' before any.</summary>
    [GeneratedRegex("""^(?:"[^"]*"|'[^']*'|[^\s=:]+(?::[^\s=:]+)*)\s*:(?:\s|$)""")]
    private static partial Regex Key();
}
