using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>What must be read of one host to plan a runbook: every probe of every step, in one list, however many steps there are.</summary>
public static class ReadRequest
{
    /// <summary>The probes of a host by step id; steps that do not apply, or whose arguments are not known yet, ask nothing. Neither do steps whose
    /// secrets were not read: what they would ask is what the secret is compared with.</summary>
    public static IReadOnlyList<(string StepId, ValueList<Command> Probe)> Of(BoundRunbook runbook, string host, Func<BoundPlay, Scene> scene)
    {
        var probes = new List<(string, ValueList<Command>)>();
        for (var play = 0; play < runbook.Plays.Count; play++)
        {
            var bound = runbook.Plays[play];
            if (bound.Hosts.FirstOrDefault(each => each.Name == host) is not { } self) continue;
            var at = scene(bound);
            var number = play;
            probes.AddRange(Probes(self.Steps, step => StepId.Step(number, step), at));
            probes.AddRange(Probes(self.Handlers, step => StepId.Handler(number, step), at));
        }
        return probes;
    }

    private static IEnumerable<(string, ValueList<Command>)> Probes(ValueList<BoundStep> steps, Func<string, string> id, Scene scene) => steps
        .Where(each => each is { Step: { } step, Applies: not Applies.No } && !each.Call.Kind.AwaitsSecret(step))
        .Select(each => (id(each.Number), each.Step!.Probe(scene)));
}
