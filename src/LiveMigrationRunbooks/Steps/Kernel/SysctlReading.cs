using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>A line of a file that is loaded at boot.</summary>
internal sealed record SysctlLine(string File, string Path, SysctlValue Value);

/// <summary>What the probe found: the kernel's values by path, the paths that cannot be written, and the files' lines in boot order.</summary>
internal sealed record SysctlReading(ValueMap<SysctlValue> Kernel, ValueMap<string> Closed, ValueList<SysctlLine> Lines)
{
    public const string Ours = "/etc/sysctl.d/90-lmr.conf";
    private const string Old = "/etc/sysctl.conf";

    public static SysctlReading Of(CommandResult answer)
    {
        var kernel = new Dictionary<string, SysctlValue>();
        var closed = new Dictionary<string, string>();
        var files = new List<(string File, List<string> Lines)>();
        var path = "";
        foreach (var line in answer.Text.Split('\n'))
        {
            if (path.Length > 0)
            {
                kernel[path] = SysctlValue.Of(line);
                path = "";
                continue;
            }
            var (word, rest) = line.Split(' ', 2) is { Length: 2 } parts ? (parts[0], parts[1]) : ("", line);
            if (files.Count > 0 || word == "file")
            {
                if (word == "file") files.Add((rest, []));
                else if (word == "|") files[^1].Lines.Add(rest);
                continue;
            }
            if (word is "writable" or "fixed") path = rest;
            if (word is "fixed" or "absent" or "unreadable") closed[rest] = word;
        }
        return new(kernel.ToValueMap(), closed.ToValueMap(), [.. InBootOrder(files).SelectMany(file => file.Lines.SelectMany(line => Parsed(file.File, line)))]);
    }

    /// <summary>What the next boot sets a key to, and the file that says so; null where no file speaks of it.</summary>
    public SysctlLine? AtBoot(string path) =>
        Lines.LastOrDefault(line => line.Path == path) ?? Lines.LastOrDefault(line => Globs(line.Path, path));

    /// <summary>A line that wins over our file's.</summary>
    public SysctlLine? After(string path) => Lines.LastOrDefault(line => line.Path == path && IsAfterOurs(line.File));

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
