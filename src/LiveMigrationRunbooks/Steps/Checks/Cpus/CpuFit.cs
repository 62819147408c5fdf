using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What libvirt answered about CPUs: a model, or why not.</summary>
internal sealed record CpuFit((string? Model, string? Said) Baseline, IReadOnlyDictionary<string, string?> Guests)
{
    /// <summary>In place of a reason where nothing was answered.</summary>
    public const string Silent = "libvirt did not answer";

    public static CpuFit Of(CommandResult answer)
    {
        var told = answer.Lines.Select(line => line.Split(' ')).ToList();
        return new(
            told.FirstOrDefault(words => words is ["baseline", ..]) is { } baseline ? baseline[1] == "0" ? (ModelIn(Said(baseline)), null) : (null, Why(Said(baseline))) : (null, null),
            // A guest that moves just then is told by two hosts.
            told.Where(words => words is ["guest", _, _, ..]).GroupBy(words => words[1], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Select(words => words[2] == "0" ? null : Why(Said(words))).FirstOrDefault(why => why is not null), StringComparer.Ordinal));
    }

    /// <summary>Why this host cannot give the guest its CPU; null where it can. What was not answered is not a yes.</summary>
    public string? Guest(string uuid) => Guests.TryGetValue(uuid, out var why) ? why : Silent;

    private static string Said(string[] words) => words[^1] is { Length: > 0 } last && words.Length >= (words[0] == "guest" ? 4 : 3) ? Encoding.UTF8.GetString(Convert.FromBase64String(last)) : "";

    private static string ModelIn(string xml) => DomainXml.Parse(xml).Element("model")?.Value.Trim() ?? "a model without a name";

    // "error: the CPU is incompatible with host CPU: Host CPU does not provide required features: avx512f"
    private static string Why(string said)
    {
        var line = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "libvirt does not say why";
        return Brief.Of(line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line, Brief.Sentence);
    }
}
