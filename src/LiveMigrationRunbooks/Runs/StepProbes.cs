using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Puts the probes of steps into a request, and takes their answers out of the results.</summary>
internal static class StepProbes
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static IEnumerable<RequestItem> Items(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) =>
        probes.SelectMany(probe => probe.Probe.Select((command, index) => new RequestItem(ItemId(probe.StepId, index), command, s_patience)));

    public static Dictionary<string, Answers> Answers(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, IReadOnlyDictionary<string, CommandResult> results) =>
        probes.ToDictionary(
            probe => probe.StepId,
            probe => new Answers([.. probe.Probe.Select((_, index) => results[ItemId(probe.StepId, index)])]),
            StringComparer.Ordinal);

    private static string ItemId(string stepId, int index) => $"{stepId}#{index}";
}
