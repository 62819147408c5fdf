using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// Deeds of one play that take something from other hosts which earlier deeds make there: they come when all of those are done, at the end of
/// the stage in which the last of them is.
/// </summary>
internal sealed class LateDeeds(BoundPlay bound, IReadOnlyList<Deed> earlier)
{
    private readonly List<Deed> _deeds = [];
    private readonly Dictionary<string, BoundHost> _hosts = bound.Hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
    private readonly ValueList<ValueList<string>> _stages = bound.Play.Rollout.Split([.. bound.Hosts.Select(host => host.Name)]);

    /// <summary>The peers, with what of a step's needs earlier steps bring to each, and with the arguments that the step has there.</summary>
    public ValueList<Peer> Coming(ILooksAtPeers looks, BoundStep step, ValueList<Peer> peers)
    {
        var needs = looks.NeededOfPeers().ToHashSet(StringComparer.Ordinal);
        return [.. peers.Select(peer => peer with { Coming = Bringers(peer.Name, step, needs).ToValueMap(), Arguments = Arguments(peer, step) })];
    }

    /// <param name="peers">The other hosts of the play.</param>
    public void Add(ChangeDeed deed, BoundStep step, ValueList<string> awaited, ValueList<Peer> peers)
    {
        _deeds.Add(deed with
        {
            // What an earlier play brings is there by now.
            Stage = awaited.Where(host => BroughtHere(host, step)).Select(StageOf).Append(deed.Stage).Max(),
            Peers = [.. Peers(peers, step)],
        });
    }

    /// <summary>Whether an operation waits for a change that waits; then it is kept.</summary>
    public bool Takes(OperationDeed operation)
    {
        var callers = _deeds.OfType<ChangeDeed>().Where(deed => deed.Host == operation.Host && operation.CalledBy.Contains(deed.Step.Name)).ToList();
        if (callers.Count > 0) _deeds.Add(operation with { Stage = callers.Max(deed => deed.Stage) });
        return callers.Count > 0;
    }

    public IEnumerable<Deed> Of(int stage) => _deeds.Where(deed => deed.Stage == stage);

    /// <summary>For people: what must have happened first.</summary>
    public string Until(BoundStep step, ValueList<string> awaited)
    {
        var needs = ((ILooksAtPeers)step.Step!).NeededOfPeers().ToHashSet(StringComparer.Ordinal);
        return string.Join(" and ", awaited.GroupBy(host => Bringers(host, step, needs).Select(each => each.Value).FirstOrDefault() ?? "", StringComparer.Ordinal)
            .Select(group => $"'{group.Key}' has been done on {string.Join(", ", group)}"));
    }

    private IEnumerable<Peer> Peers(ValueList<Peer> peers, BoundStep step) =>
        peers.Where(peer => There(peer, step) is not null).Select(peer => peer with { Arguments = Arguments(peer, step) });

    private JsonNode? Arguments(Peer peer, BoundStep step) => There(peer, step) is { } there && !there.Equals(step.Step) ? StepCatalogue.ToJson(there) : null;

    private Step? There(Peer peer, BoundStep step) =>
        _hosts.TryGetValue(peer.Name, out var host) && host.Steps.FirstOrDefault(each => each.Number == step.Number) is { Applies: not Applies.No } there ? there.Step : null;

    private bool BroughtHere(string host, BoundStep step) => Before(host, step).Any(each => each.Step!.Keys.Intersect(((ILooksAtPeers)step.Step!).NeededOfPeers()).Any());

    private IEnumerable<KeyValuePair<string, string>> Bringers(string host, BoundStep step, IReadOnlySet<string> needs) =>
        earlier.OfType<ChangeDeed>().Where(deed => deed.Host == host)
            .SelectMany(deed => Brought(StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments)?.Keys ?? [], needs, deed.Step.Name))
            .Concat(Before(host, step).SelectMany(each => Brought(each.Step!.Keys, needs, each.Name)));

    private static IEnumerable<KeyValuePair<string, string>> Brought(ValueList<string> keys, IReadOnlySet<string> needs, string name) =>
        keys.Where(needs.Contains).Select(key => KeyValuePair.Create(key, name));

    private IEnumerable<BoundStep> Before(string host, BoundStep step) => _hosts.TryGetValue(host, out var self)
        ? self.Steps.TakeWhile(each => each.Number != step.Number).Where(each => each is { Step: not null, Applies: not Applies.No }) : [];

    private int StageOf(string host) => Enumerable.Range(0, _stages.Count).FirstOrDefault(stage => _stages[stage].Contains(host));
}
