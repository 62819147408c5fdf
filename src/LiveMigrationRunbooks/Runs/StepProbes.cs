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
        return Questions(asked).Select((command, number) => new RequestItem(ItemId(number), command, asked.Where(probe => probe.Probe.Contains(command)).Max(probe => patience(probe.StepId))));
    }

    public static Dictionary<string, Answers> Answers(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, IReadOnlyDictionary<string, CommandResult> results)
    {
        var asked = probes.ToList();
        var answers = Questions(asked).Select((command, number) => KeyValuePair.Create(command, results[ItemId(number)])).ToDictionary();
        return asked.ToDictionary(probe => probe.StepId, probe => new Answers([.. probe.Probe.Select(command => answers[command])]), StringComparer.Ordinal);
    }

    private static IEnumerable<Command> Questions(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) => probes.SelectMany(probe => probe.Probe).Distinct();

    private static string ItemId(int number) => $"step#{number}";
}
