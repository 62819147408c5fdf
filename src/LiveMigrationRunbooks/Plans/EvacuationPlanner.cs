using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans;

/// <summary>Turns the placement of guests into deeds: move, settle, undefine; and ends what an earlier run began.</summary>
internal sealed class EvacuationPlanner
{
    private readonly EvacuationPlan _plan;

    private EvacuationPlanner(EvacuationPlan plan, PlanEvacuation told) => (_plan, Told) = (plan, told);

    public PlanEvacuation Told { get; }

    /// <param name="earlier">The deeds of earlier plays: what they change on targets is asked again before a move, not held against it now.</param>
    public static EvacuationPlanner Make(
        Inventory inventory, BoundPlay bound, IReadOnlyDictionary<string, HostReading> readings, IReadOnlySet<string> blocked, IReadOnlyList<Deed> earlier)
    {
        var policy = PolicyOf(bound.Play.Evacuate);
        var sources = bound.Hosts.Where(host => !blocked.Contains(host.Name)).Select(host => Source(readings[host.Name]));
        var targets = bound.Targets.Select(target => EvacuationReading.Target(inventory, target, readings[target.Name], earlier));
        var plan = EvacuationPlan.Make(sources, targets, policy);
        var told = new PlanEvacuation(
            [.. bound.Targets.Select(target => target.Name)],
            plan.Moves,
            [.. plan.Finish.Select(item => new PlanFinish(item.Name, item.Source, item.Move.TargetHost, item.Move.Run, item.Outcome.Told(item.Source, item.Move.TargetHost)))],
            plan.Refused,
            plan.Stays,
            plan.Problems);
        return new EvacuationPlanner(plan, told);
    }

    public static MigrationPolicy PolicyOf(Evacuate? evacuate) => evacuate is null
        ? MigrationPolicy.Balanced
        : MigrationPolicy.Balanced with
        {
            AutoConverge = evacuate.AutoConverge,
            BandwidthMibPerSecond = evacuate.BandwidthPerGuest is { } rate ? Math.Max(1, rate.BytesPerSecond >> 20) : null,
        };

    /// <summary>The deeds that empty one host; none where the evacuation as a whole is refused.</summary>
    public IEnumerable<Deed> Deeds(int play, int stage, string host)
    {
        if (Told.IsBlocked) yield break;
        foreach (var item in _plan.Finish.Where(item => item.Source == host && item.Outcome is not Outcome.StillOnSource { Paused: false }))
        {
            var move = Begun(item);
            if (item.Outcome is not Outcome.Moved) yield return new MoveDeed(Id(play, "move", move), play, stage, host, move, UnderWay: true);
            yield return new SettleDeed(Id(play, "settle", move), play, stage, host, move);
            yield return new UndefineDeed(Id(play, "undefine", move), play, stage, host, move);
        }
        foreach (var move in _plan.Moves.Where(move => move.Source == host))
        {
            yield return new MoveDeed(Id(play, "move", move), play, stage, host, move, UnderWay: false);
            yield return new SettleDeed(Id(play, "settle", move), play, stage, host, move);
            yield return new UndefineDeed(Id(play, "undefine", move), play, stage, host, move);
        }
    }

    private static string Id(int play, string deed, GuestMove move) => StepId.On($"p{play + 1}.{deed}.{move.Name}", move.Source);

    private static GuestMove Begun(FinishItem item) => new(
        0, item.Move.Uuid, item.Name, item.Source, item.Move.TargetHost, item.Move.TargetAddress, item.Move.TargetHost, 0, item.Move.Autostart, true,
        Command.Of("virsh", "domjobinfo", item.Move.Uuid), []);

    private static EvacuationSource Source(HostReading reading) => new(reading.Host, EvacuationReading.Of(reading), reading.Pairs);
}
