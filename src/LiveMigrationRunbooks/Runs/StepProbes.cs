using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Puts the probes of steps into a request, and takes their answers out of the results.</summary>
internal static class StepProbes
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Steps that ask the same share the answer.
    public static IEnumerable<RequestItem> Items(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) => Items(probes, _ => s_patience);

    /// <param name="patience">How long a step waits for each of its answers; for one that is shared the longest counts.</param>
    public static IEnumerable<RequestItem> Items(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, Func<string, TimeSpan> patience)
    {
        var asked = probes.ToList();
        return Questions(asked).Select(command => new RequestItem(ItemId(command), command, asked.Where(probe => probe.Probe.Contains(command)).Max(probe => patience(probe.StepId))));
    }

    public static Dictionary<string, Answers> Answers(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, IReadOnlyDictionary<string, CommandResult> results)
    {
        var asked = probes.ToList();
        var answers = Questions(asked).ToDictionary(command => command, command => results[ItemId(command)]);
        return asked.ToDictionary(probe => probe.StepId, probe => new Answers([.. probe.Probe.Select(command => answers[command])]), StringComparer.Ordinal);
    }

    private static IEnumerable<Command> Questions(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) => probes.SelectMany(probe => probe.Probe).Distinct();

    // By what is asked, not by its place: whoever looks for one step's answer need not know who else asked.
    private static string ItemId(Command command)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var word in command.Argv) digest.AppendData(Encoding.UTF8.GetBytes($"{word}\0"));
        if (command.Input is { } input) digest.AppendData([.. input]);
        return $"step#{Convert.ToHexStringLower(digest.GetHashAndReset().AsSpan(0, 12))}";
    }
}
