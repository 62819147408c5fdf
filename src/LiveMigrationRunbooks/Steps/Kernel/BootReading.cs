using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>What the probe found of the running kernel's command line and of the next one's.</summary>
internal sealed record BootReading(ILookup<string, string> Told)
{
    public const string KernelLine = "/etc/kernel/cmdline";
    public const string GrubDefaults = "/etc/default/grub";

    public string Loader => One("loader");

    public string Running => One("running");

    public string Tool => One("tool");

    /// <summary>Whether the configuration was not made anew since what it is made of was changed.</summary>
    public bool IsStale => Told.Contains("stale");

    public IEnumerable<string> Entries => Told["entry"];

    public static BootReading Of(CommandResult answer) =>
        new(answer.Lines.Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.ElementAtOrDefault(1)?.Trim() ?? ""));

    /// <summary>Lines of other files that replace a variable of GRUB's, or add to it: the file, the variable, and what it gets.</summary>
    public IEnumerable<(string File, string Variable, string Text)> Later =>
        Told["later"].Select(line => line.Split(' ', 3)).Where(parts => parts.Length == 3).Select(parts => (parts[0], parts[1], parts[2]));

    /// <summary>Variables of GRUB's as they are assigned; null for one that is more than words in quotes.</summary>
    public ILookup<string, string?> Variables => Told["variable"].Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
        .ToLookup(parts => parts[0], parts => Literal(parts[1]));

    public BootLine State(IReadOnlyList<string> keys)
    {
        var source = Loader == "grub"
            ? string.Join(' ', Variables.Where(variable => !Replaces(variable.Key)).SelectMany(variable => variable).OfType<string>())
            : One("line") is { Length: > 0 } line ? line : Entries.FirstOrDefault() ?? "";
        return new(Loader, Tool, One("config"), [.. Told["file"]], BootWords.Said(source, keys), keys
            .Select(key => (Key: key, Said: Entries.Select(entry => BootWords.Said(entry, [key]).GetValueOrDefault(key)).Distinct().ToList()))
            .Where(each => each.Said.Any(words => words is not null))
            .Select(each => KeyValuePair.Create(each.Key, string.Join(" | ", each.Said.Select(words => words ?? "absent")))).ToValueMap());
    }

    /// <summary>Whether another file gives a variable of /etc/default/grub a value of its own.</summary>
    public bool Replaces(string variable) => Later.Any(each => each.Variable == variable && !Regex.IsMatch(each.Text, @"\$\{?" + variable + @"\b", RegexOptions.NonBacktracking));

    private static string? Literal(string assignment)
    {
        if (!assignment.StartsWith('=')) return null;
        var text = assignment[1..].Trim();
        if (text is ['"', .. var inner, '"']) return inner.IndexOfAny(['"', '$', '`', '\\']) < 0 ? inner : null;
        if (text is ['\'', .. var plain, '\'']) return plain.Contains('\'') ? null : plain;
        return Regex.IsMatch(text, @"\A[A-Za-z0-9_.,=:/@%+-]*\z", RegexOptions.NonBacktracking) ? text : null;
    }

    private string One(string name) => Told[name].FirstOrDefault() ?? "";
}
