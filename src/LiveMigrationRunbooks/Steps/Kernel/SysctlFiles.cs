using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>A line of a file that is loaded at boot.</summary>
internal sealed record SysctlLine(string File, string Path, SysctlValue Value);

/// <summary>What the files say that set kernel keys at boot: their lines, in the order of loading.</summary>
internal sealed record SysctlFiles(ValueList<SysctlLine> Lines)
{
    public const string Ours = "/etc/sysctl.d/90-lmr.conf";
    private const string Old = "/etc/sysctl.conf";

    /// <summary>The same question whatever the key, so that it is sent once for all steps of a host.</summary>
    public static Command Ask { get; } = Command.Sh(ShellText.Of("Steps/Kernel/sysctl-files.sh"));

    public static SysctlFiles Of(CommandResult answer) =>
        new([.. InBootOrder(Files(answer.Text)).SelectMany(file => file.Lines.SelectMany(line => Parsed(file.File, line)))]);

    /// <summary>What the next boot sets a key to, and the file that says so; null where no file speaks of it.</summary>
    public SysctlLine? AtBoot(string path) =>
        Lines.LastOrDefault(line => line.Path == path) ?? Lines.LastOrDefault(line => Globs(line.Path, path));

    /// <summary>A line that wins over our file's.</summary>
    public SysctlLine? After(string path) => Lines.LastOrDefault(line => line.Path == path && IsAfterOurs(line.File));

    private static List<(string File, List<string> Lines)> Files(string text)
    {
        var files = new List<(string File, List<string> Lines)>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("file ", StringComparison.Ordinal)) files.Add((line[5..], []));
            else if (line.StartsWith("| ", StringComparison.Ordinal) && files.Count > 0) files[^1].Lines.Add(line[2..]);
        }
        return files;
    }

    private static bool IsAfterOurs(string file) => file == Old || string.CompareOrdinal(NameOf(file), NameOf(Ours)) > 0;

    // Of files with one name only the first directory's counts; the rest are sorted by name, whatever their directory. /etc/sysctl.conf is
    // read last by procps, and by systemd where a link in /etc/sysctl.d names it.
    private static IEnumerable<(string File, List<string> Lines)> InBootOrder(List<(string File, List<string> Lines)> files) =>
        files.Where(file => file.File != Old).DistinctBy(file => NameOf(file.File)).OrderBy(file => NameOf(file.File), StringComparer.Ordinal)
            .Concat(files.Where(file => file.File == Old));

    private static string NameOf(string file) => file[(file.LastIndexOf('/') + 1)..];

    private static IEnumerable<SysctlLine> Parsed(string file, string line)
    {
        var parts = line.TrimStart('-').Split('=', 2);
        if (parts.Length == 2) yield return new SysctlLine(file, SysctlKey.Path(parts[0].Trim()), SysctlValue.Of(parts[1]));
    }

    private static bool Globs(string pattern, string path) =>
        pattern.IndexOfAny(['*', '?', '[']) >= 0
        && Regex.IsMatch(path, "^" + Regex.Escape(pattern).Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]") + "$", RegexOptions.NonBacktracking);
}
