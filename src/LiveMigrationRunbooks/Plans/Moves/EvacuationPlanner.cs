using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>Turns the placement of guests into deeds: move, settle, undefine; and ends what an earlier run began.</summary>
internal sealed class EvacuationPlanner
{
    private readonly EvacuationPlan _plan;

    private readonly WaveOrder _waves;

    private EvacuationPlanner(EvacuationPlan plan, WaveOrder waves, PlanEvacuation told) => (_plan, _waves, Whole) = (plan, waves, told);

    /// <summary>All of it, for the reader of the plan.</summary>
    public PlanEvacuation Whole { get; }

    /// <param name="earlier">The deeds of earlier plays: what they change on targets is asked again before a move, not held against it now.</param>
    public static EvacuationPlanner Make(
        Inventory inventory, BoundPlay bound, IReadOnlyDictionary<string, HostReading> readings, IReadOnlySet<string> blocked, IReadOnlyList<Deed> earlier,
        IReadOnlyDictionary<string, GuestMove>? placed, IReadOnlyList<ValueList<string>> stages)
    {
        var evacuate = bound.Play.Evacuate ?? throw new InvalidOperationException($"'{bound.Play.Name}' empties no host.");
        var sources = bound.Hosts.Where(host => !blocked.Contains(host.Name)).Select(host => Source(readings[host.Name]));
        var targets = bound.Targets.Select(target => EvacuationReading.Target(inventory, target, readings[target.Name], earlier));
        var plan = EvacuationPlan.Make(sources, targets, evacuate.Waves, placed?.ToDictionary(move => move.Key, move => move.Value.Target, StringComparer.Ordinal));
        var window = new SlidingWindow(evacuate.Limits.Caps, PlannedMoves.Ports(bound.Targets.Select(target => target.Name), readings));
        // What was approved was approved with its forecast: that is what the run is held against.
        var order = new PlannedMoves(inventory, readings, evacuate.Waves, window, stages, placed);
        plan = plan with { Moves = order.Of(plan.Moves) };
        var told = new PlanEvacuation(
            [.. bound.Targets.Select(target => target.Name)],
            plan.Moves,
            [.. plan.Finish.Select(item => new PlanFinish(item.Name, item.Source, item.Move.TargetHost, item.Move.Run, item.Outcome.Told(item.Source, item.Move.TargetHost)))],
            plan.Refused,
            plan.Stays,
            plan.Problems)
        {
            Stops = plan.Stops,
            Waves = evacuate.IsWaved ? [.. evacuate.Waves.Waves.Select(wave => Told(wave, plan))] : [],
            Only = evacuate.Waves.Only,
            Notes = [.. evacuate.Waves.Notes([.. Guests(plan)]), .. Nobody(evacuate.Waves, plan), .. OfLimits(evacuate.Limits, plan)],
            Policy = evacuate.Policy,
            NewGuests = evacuate.NewGuests,
            Limits = Words(evacuate.Limits),
            Caps = window.Caps,
            Ports = window.Ports,
            Hooks = evacuate.Waves.Hooks,
            MaxFailed = evacuate.MaxFailed?.Of(plan.Moves.Count),
            Timelines = order.Timelines(plan.Moves),
        };
        return new EvacuationPlanner(plan, evacuate.Waves, told);
    }

    /// <summary>The deeds that empty the hosts of a stage, wave after wave; none where the evacuation as a whole is refused.</summary>
    public IEnumerable<Deed> Deeds(int play, int stage, IReadOnlyList<string> hosts)
    {
        if (Whole.IsBlocked) return [];
        var begun = hosts.SelectMany(host => _plan.Finish.Where(item => item.Source == host && item.Outcome is not Outcome.StillOnSource { Paused: false }))
            .SelectMany(item => Finish(item, play, stage));
        return begun.Concat(_waves.Waves.SelectMany(wave => Wave(wave.Name, play, stage, hosts)));
    }

    // Who leaves comes before who goes down: a wave that does not go well costs no guest its work.
    private IEnumerable<Deed> Wave(string wave, int play, int stage, IReadOnlyList<string> hosts) =>
    [
        .. _plan.Moves.Where(move => hosts.Contains(move.Source) && move.Wave == wave).SelectMany(move => DeedsOf(move, play, stage)),
        .. hosts.SelectMany(host => _plan.Stops.Where(guest => guest.Source == host && guest.Wave == wave)).Select(guest => new StopDeed(Id(play, "stop", guest.Name, guest.Source), play, stage, guest.Source, guest)),
    ];

    /// <summary>A guest leaves, is made at home, leaves nothing behind, and is asked whether it serves; around that stands what somebody wants to be run.</summary>
    /// <param name="mark">Tells the deeds of a guest that the plan did not know from those of a namesake that it knew.</param>
    public static ValueList<Deed> DeedsOf(GuestMove move, int play, int stage, string mark = "") =>
    [
        .. move.Hooks?.Before is null ? [] : (Deed[])[new HookDeed(Id(play, "before", move, mark), play, stage, move.Source, move, HookTime.Before)],
        new MoveDeed(Id(play, "move", move, mark), play, stage, move.Source, move, UnderWay: false),
        new SettleDeed(Id(play, "settle", move, mark), play, stage, move.Source, move),
        new UndefineDeed(Id(play, "undefine", move, mark), play, stage, move.Source, move),
        .. AfterOf(move, play, stage, mark),
    ];

    private static IEnumerable<Deed> AfterOf(GuestMove move, int play, int stage, string mark)
    {
        if (move.Ready is not null) yield return new ReadyDeed(Id(play, "ready", move, mark), play, stage, move.Source, move);
        if (move.Hooks?.After is not null) yield return new HookDeed(Id(play, "after", move, mark), play, stage, move.Source, move, HookTime.After);
    }

    private IEnumerable<Deed> Finish(FinishItem item, int play, int stage)
    {
        var wave = _waves.Of(item.Name);
        var move = new GuestMove(
            0, item.Move.Uuid, item.Name, item.Source, item.Move.TargetHost, item.Move.TargetAddress, item.Move.TargetHost, 0, item.Move.Autostart, true, null, [], wave.Name, wave.Policy) { Offline = item.Move.Offline, Ready = item.Ready, Hooks = _waves.Hooks is { After: { } after } ? new GuestHooks(null, after) : null };
        if (!item.Outcome.IsThere) yield return new MoveDeed(Id(play, "move", move), play, stage, move.Source, move, UnderWay: true);
        yield return new SettleDeed(Id(play, "settle", move), play, stage, move.Source, move);
        yield return new UndefineDeed(Id(play, "undefine", move), play, stage, move.Source, move);
        foreach (var deed in AfterOf(move, play, stage, "")) yield return deed;
    }

    private static string Id(int play, string deed, GuestMove move, string mark = "") => Id(play, deed, move.Name + mark, move.Source);

    private static string Id(int play, string deed, string guest, string source) => StepId.On($"p{play + 1}.{deed}.{guest}", source);

    private static PlanWave Told(Wave wave, EvacuationPlan plan) =>
        new(wave.Name, [.. plan.Moves.Where(move => move.Wave == wave.Name).Select(move => move.Name)], wave.Soak.TotalSeconds, wave.Policy);

    private static IEnumerable<string> OfLimits(MoveLimits limits, EvacuationPlan plan)
    {
        if (limits.PerUplink is not null && plan.Moves.Count > 0 && plan.Moves.All(move => move.Uplinks is null)) yield return "per_uplink limits nothing here: no guest passes over an uplink of the inventory (uplinks, and uplink of its hosts)";
    }

    private static string? Words(MoveLimits limits) => limits == new MoveLimits() ? null
        : $"{limits.Caps.PerSource} from a host, {limits.Caps.PerTarget} to a host, {limits.Caps.PerUplink} over an uplink";

    private static IEnumerable<string> Guests(EvacuationPlan plan) => plan.Moves.Select(move => move.Name)
        .Concat(plan.Refused.Select(guest => guest.Name)).Concat(plan.Stops.Select(guest => guest.Name)).Concat(plan.Finish.Select(item => item.Name)).Distinct(StringComparer.Ordinal);

    // Asked of all that was read, also of what stays: a guest that is shut off is there.
    private static IEnumerable<string> Nobody(WaveOrder waves, EvacuationPlan plan)
    {
        var known = plan.Moves.Select(move => (move.Name, move.Uuid)).Concat(plan.Refused.Select(guest => (guest.Name, guest.Uuid)))
            .Concat(plan.Finish.Select(item => (item.Name, item.Move.Uuid))).Concat(plan.Stays.Select(stay => (stay.Name, stay.Uuid))).ToList();
        return (waves.Only ?? []).Where(word => !known.Exists(guest => (waves with { Only = [word] }).Takes(guest.Name, guest.Uuid)))
            .Select(word => $"no guest of these hosts is {word}");
    }

    private static EvacuationSource Source(HostReading reading) => new(reading.Host, EvacuationReading.Of(reading), reading.Pairs);
}
