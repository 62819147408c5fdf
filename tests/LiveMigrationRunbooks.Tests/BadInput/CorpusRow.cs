using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Cli;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Tests.BadInput;

/// <summary>
/// One piece of bad input: <c>=== ID CODES | title</c>, then sections <c>&gt;&gt;&gt; runbook</c> (or <c>step</c>: only the steps of one),
/// <c>hosts</c>, <c>known_hosts</c>, <c>limit</c>, <c>extra</c>. <c>\u{2013}</c> stands for a character that an editor would hide.
/// </summary>
internal sealed partial record CorpusRow(string Id, string[] Codes, string Title, IReadOnlyDictionary<string, string> Sections)
{
    private const string SoundRunbook = "plays: [{ hosts: kvm, steps: [{ directory: { path: /srv } }] }]\n";
    private const string SoundHosts = "kvm: { hosts: { kvm1: {}, kvm2: {}, kvm3: {} } }\n";

    public static IReadOnlyList<CorpusRow> Of(string path) =>
        [.. File.ReadAllText(path).Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>Reads it as <c>lmr validate</c> does.</summary>
    public Findings Read(string folder)
    {
        var runbook = Sections.TryGetValue("step", out var steps)
            ? "plays:\n  - hosts: kvm\n    steps:\n" + string.Concat(steps.TrimEnd('\n').Split('\n').Select(line => $"      {line}\n"))
            : Sections.GetValueOrDefault("runbook", SoundRunbook);
        File.WriteAllText(Path.Combine(folder, "runbook.yml"), runbook);
        File.WriteAllText(Path.Combine(folder, "hosts.yml"), Sections.GetValueOrDefault("hosts", SoundHosts));
        File.WriteAllText(Path.Combine(folder, "known_hosts"), Sections.GetValueOrDefault("known_hosts", ""));
        var options = new VerbOptions();
        var command = new Command("validate");
        options.AddTo(command);
        string[] more = [.. Of("--limit", "limit"), .. Of("-e", "extra")];
        var findings = new Findings();
        Loaded.Read(command.Parse([Path.Combine(folder, "runbook.yml"), "-i", Path.Combine(folder, "hosts.yml"), .. more]), options, readsSecrets: false, findings);
        return findings;
    }

    private string[] Of(string option, string section) => Sections.TryGetValue(section, out var value) ? [option, value.TrimEnd('\n')] : [];

    private static CorpusRow Parse(string text)
    {
        var parts = text.Split(">>> ");
        var header = parts[0].Split('|', 2);
        var words = header[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var sections = parts.Skip(1).Select(part => part.Split('\n', 2)).ToDictionary(part => part[0].Trim(), part => Hidden().Replace(part[1], Character));
        return new CorpusRow(words[0], words[1..], header[1].Trim(), sections);
    }

    private static string Character(Match match) => char.ConvertFromUtf32(int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\u\{([0-9A-F]+)\}")]
    private static partial Regex Hidden();
}
