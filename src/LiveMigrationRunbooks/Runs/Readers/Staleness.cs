using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>
/// Reads again what the plan has pinned, with the script that takes the claim, and names what is no longer as it was: a plan that people have
/// seen is carried out as they saw it, or not at all.
/// </summary>
/// <param name="run">The run that carries it out: its own mark of a saved plan is no reason.</param>
internal sealed class Staleness(Plan plan, IReadOnlyDictionary<string, HostReading> readings, HostSessions? sessions = null, string run = "")
{
    private const string Facts = "stale.facts";
    private const string Identity = "stale.identity";
    private const string Owed = "stale.owed";
    private const string Libvirt = "stale.libvirt";
    private const string Applied = "stale.applied";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_libvirtPatience = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, KeptValues> _kept = (plan.Kept ?? []).ToDictionary(kept => kept.Host, StringComparer.Ordinal);

    // What a change was made from is often kept too, and asked alike.
    public IEnumerable<RequestItem> Items(string host) => All(host).DistinctBy(item => item.Id, StringComparer.Ordinal);

    private IEnumerable<RequestItem> All(string host)
    {
        foreach (var item in StepProbes.Items(Changes(host).Select(change => (change.Deed.Id, change.Step.Probe(change.Scene))))) yield return item;
        if (plan.Saved is { } digest) yield return new RequestItem(Applied, AppliedMark.Read(digest), s_patience);
        if (!_kept.TryGetValue(host, out var kept)) yield break;
        foreach (var item in StepProbes.Items(Settings(kept).Select(setting => (setting.Id, setting.Step.Probe(setting.Scene))))) yield return item;
        yield return new RequestItem(Identity, HostIdentity.Ask, s_patience);
        yield return new RequestItem(Facts, HostFactsReader.Command(sessions?.Greeting(host).SshConnection ?? ""), HostFactsReader.Patience);
        yield return new RequestItem(Owed, JobScripts.Owed, s_patience);
        if (readings[host].Hypervisor is Hypervisor) yield return new RequestItem(Libvirt, HypervisorScripts.Read(), s_libvirtPatience);
    }

    /// <summary>Why the plan is not to be carried out after all, with a sentence for each reason; null where it still holds.</summary>
    public (string Reason, ValueList<string> Told)? Refusal(IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> results)
    {
        var applied = results.Where(host => host.Value.TryGetValue(Applied, out var mark) && mark.Text.Trim() is { Length: > 0 } by && by != run).ToList();
        if (applied.Count > 0) return ("plan.applied", [.. applied.Select(host => $"{host.Key}: run {host.Value[Applied].Text.Trim()} applied this plan.")]);
        return Moved(results) is { Count: > 0 } moved ? ("plan.stale", moved) : null;
    }

    /// <summary>One sentence for each key that moved; empty where the plan still holds.</summary>
    public ValueList<string> Moved(IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> results) =>
    [
        .. from host in results
           from moved in OfKept(host.Key, host.Value).Concat(OfChanges(host.Key, host.Value))
           select moved,
    ];

    private IEnumerable<string> OfKept(string host, IReadOnlyDictionary<string, CommandResult> results)
    {
        if (!_kept.TryGetValue(host, out var kept)) return [];
        if (!HostFactsReader.IsWhole(results[Facts])) return [$"{host}: whether it is as the plan found it is not known, because its facts could not be read whole within {HostFactsReader.Patience.TotalSeconds:0} s."];
        var hypervisor = results.TryGetValue(Libvirt, out var told) ? HypervisorReader.Read(told) : null;
        var pinned = KeptReading.Pinned(HostIdentity.Read(results[Identity]), HostFactsReader.Read(results[Facts]), OwedOperation.Read(results[Owed]), hypervisor, kept.Pinned.Keys.Any(KeptReading.IsGuest));
        var settings = Settings(kept).ToList();
        var answers = StepProbes.Answers(settings.Select(setting => (setting.Id, setting.Step.Probe(setting.Scene))), results);
        return PlanComparison.OfPinned(host, kept.Pinned, Known(kept.Pinned, pinned))
            .Concat(settings.SelectMany(setting => setting.Step.StateIn(answers[setting.Id], setting.Scene) is { } state ? PlanComparison.OfState(host, setting.Key, setting.Kept, state) : []))
            .Select(moved => moved.ToString());
    }

    // Who came to a host since is looked at when it should be empty.
    private static ValueMap<string> Known(ValueMap<string> then, ValueMap<string> now) => now.Where(value => then.ContainsKey(value.Key) || !KeptReading.IsGuest(value.Key)).ToValueMap();

    private IEnumerable<string> OfChanges(string host, IReadOnlyDictionary<string, CommandResult> results)
    {
        var changes = Changes(host).ToList();
        var answers = StepProbes.Answers(changes.Select(change => (change.Deed.Id, change.Step.Probe(change.Scene))), results);
        return from change in changes
               where !IsThere(change.Deed, change.Step, answers[change.Deed.Id], change.Scene)
               select $"{host}: {string.Join(", ", change.Step.Keys)} is not as the plan found it ({change.Deed.Step.Name}).";
    }

    // On the way back a daemon that has not loaded its file again is no sign of a stranger.
    private static bool IsThere(ChangeDeed deed, Step step, Answers answers, Scene scene) =>
        deed.Restores is null ? step.IsAtAnyhow(deed.Change.Before, answers, scene) : step.MayBeAtAnyhow(deed.Change.Before, answers, scene);

    // What the kept values hold is told by them, key by key.
    private IEnumerable<(ChangeDeed Deed, Step Step, Scene Scene)> Changes(string host) => _kept.ContainsKey(host) ? [] :
        plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Host == host).Select(deed => (deed, StepBehind.Of(deed.Step), StepBehind.Scene(host, readings)));

    private IEnumerable<(string Id, string Key, Step Step, Scene Scene, KeptSetting Kept)> Settings(KeptValues kept) =>
        kept.Settings.Index().Select(entry => ($"stale.{entry.Index}", entry.Item.Key, StepBehind.Of(entry.Item.Value.Step), StepBehind.Scene(kept.Host, readings), entry.Item.Value));
}

/// <summary>The step behind a deed, made again from what the plan keeps of it.</summary>
internal static class StepBehind
{
    public static Step Of(StepReference reference) => StepCatalogue.FromJson(reference.Kind, reference.Arguments)
        ?? throw new InvalidOperationException($"The plan names a step kind '{reference.Kind}' that this version does not know.");

    public static Scene Scene(string host, IReadOnlyDictionary<string, HostReading> readings, ValueList<Peer>? peers = null) =>
        new(host, readings[host].Facts, new Peer(host, null), peers ?? []);
}
