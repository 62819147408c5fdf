using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Reads again what the plan's changes start from, with the script that takes the claim, and names what is no longer as it was: a plan
/// that people have seen is carried out as they saw it, or not at all.
/// </summary>
internal sealed class Staleness(Plan plan, IReadOnlyDictionary<string, HostReading> readings)
{
    public IEnumerable<RequestItem> Items(string host) => StepProbes.Items(Changes(host).Select(change => (change.Deed.Id, change.Step.Probe(change.Scene))));

    /// <summary>One sentence for each key that moved; empty where the plan still holds.</summary>
    public ValueList<string> Moved(IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> results) =>
    [
        .. from host in results
           from change in Changes(host.Key)
           let probe = (change.Deed.Id, change.Step.Probe(change.Scene))
           let answers = StepProbes.Answers([probe], host.Value)[change.Deed.Id]
           where !IsThere(change.Deed, change.Step, answers, change.Scene)
           select $"{host.Key}: {string.Join(", ", change.Step.Keys)} is not as the plan found it ({change.Deed.Step.Name}).",
    ];

    // On the way back a daemon that has not loaded its file again is no sign of a stranger.
    private static bool IsThere(ChangeDeed deed, Step step, Answers answers, Scene scene) =>
        deed.Restores is null ? step.IsAt(deed.Change.Before, answers, scene) : step.MayBeAt(deed.Change.Before, answers, scene);

    // A step that a step before it feeds is read as it will be then; only what the plan starts from can be stale.
    private IEnumerable<(ChangeDeed Deed, Step Step, Scene Scene)> Changes(string host) =>
        plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Host == host).Select(deed => (deed, StepBehind.Of(deed.Step), StepBehind.Scene(host, readings)));
}

/// <summary>The step behind a deed, made again from what the plan keeps of it.</summary>
internal static class StepBehind
{
    public static Step Of(StepReference reference) => StepCatalogue.FromJson(reference.Kind, reference.Arguments)
        ?? throw new InvalidOperationException($"The plan names a step kind '{reference.Kind}' that this version does not know.");

    public static Scene Scene(string host, IReadOnlyDictionary<string, HostReading> readings, ValueList<Peer>? peers = null) =>
        new(host, readings[host].Facts, new Peer(host, null), peers ?? []);
}
