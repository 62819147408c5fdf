using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>The plan while it is being made: what each target has been promised so far.</summary>
internal sealed class Placement(IEnumerable<MoveTarget> targets, ValueMap<HypervisorReading> readings, WaveOrder waves, IReadOnlyDictionary<string, string>? placed)
{
    private readonly MoveTarget[] _targets = [.. targets.OrderBy(target => target.Name, StringComparer.Ordinal)];
    private readonly Dictionary<string, MemoryNeed> _promised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _disks = new(StringComparer.Ordinal);
    private readonly List<FinishItem> _finish = [];
    private readonly List<GuestMove> _moves = [];
    private readonly List<GuestRefusal> _refused = [];
    private readonly List<GuestStay> _stays = [];
    private readonly List<string> _problems = [];
    private readonly Stranded _stranded = new();

    public EvacuationPlan Plan => new(_finish.ToValueList(), _moves.ToValueList(), [.. _refused, .. _stranded.Refused], [.. _stays, .. _stranded.Stays], _problems.ToValueList()) { Stops = [.. _stranded.Stops] };

    public void Empty(EvacuationSource source)
    {
        if (source.Reading is not Hypervisor host)
        {
            var why = source.Reading is NotAnswering silent ? silent.Why : "not read";
            _problems.Add($"libvirt on {source.Name} does not answer ({why}): which guests run there is not known");
            return;
        }

        // Who is asked to leave by name, and was read, is known whatever else is there.
        if (!waves.AreAllAmong(host.Guests)) Unknown(source.Name, host);
        var begun = host.Moves.Select(move => Begun(move, source, host)).ToArray();
        _finish.AddRange(begun.Where(item => waves.Takes(item.Name, item.Move.Uuid)));
        foreach (var guest in host.Guests.OrderBy(guest => waves.PlaceOf(guest.Name)).ThenByDescending(guest => guest.Condition.IsActive).ThenByDescending(guest => guest.Hardware.MemoryKib).ThenBy(guest => guest.Name, StringComparer.Ordinal))
        {
            var unfinished = Array.Find(begun, item => item.Move.Uuid == guest.Uuid);
            if (!waves.Takes(guest.Name, guest.Uuid)) Unasked(guest, source.Name);
            else if (unfinished is { Outcome: Outcome.StillOnSource { Paused: true } }) Place(guest with { Condition = GuestCondition.Parse("running (unpaused)") }, unfinished.Move, source, host);
            else if (unfinished is not null and not { Outcome: Outcome.StillOnSource }) continue;
            else if (guest.Condition.IsActive || waves.ShutOff == ShutOff.Move) Place(guest, unfinished?.Move, source, host);
            else _stays.Add(new GuestStay(guest.Uuid, guest.Name, source.Name, $"stays ({guest.Condition})"));
        }
    }

    private void Unasked(GuestReading guest, string source)
    {
        if (guest.Condition.IsActive) _stays.Add(new GuestStay(guest.Uuid, guest.Name, source, "is not asked to leave") { Runs = true, Unasked = true });
    }

    private void Unknown(string source, Hypervisor host)
    {
        _problems.AddRange(host.Unread.Select(unread => $"{source}: {unread.What} could not be read: {unread.Why}"));
        _problems.AddRange(host.QemuUuids.Except(host.Guests.Select(guest => guest.Uuid)).Except(host.Unread.Select(unread => unread.What))
            .Select(uuid => $"{source}: a QEMU process with the UUID {uuid} runs there that libvirt does not know"));
    }

    private FinishItem Begun(MoveRecord move, EvacuationSource source, Hypervisor host)
    {
        var target = readings.TryGetValue(move.TargetHost, out var read) ? read : new NotAnswering($"{move.TargetHost} is not among the hosts of this evacuation");
        var there = SideReading.Of(target, move.Uuid);
        var outcome = Outcomes.Judge(SideReading.Of(host, move.Uuid), there, move.Offline);
        var guest = host.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid)
            ?? (target as Hypervisor)?.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid);
        if (outcome is Outcome.InFlight && guest is not null) Promise(move.TargetHost, guest);
        var name = guest?.Name ?? move.Uuid;
        if (outcome is (Outcome.Hold or Outcome.RunningOnBoth or Outcome.PostCopyBroken or Outcome.MemoryLost) && waves.Takes(name, move.Uuid))
            _problems.Add($"{name}: {outcome.Told(source.Name, move.TargetHost)} (move begun by run {move.Run})");
        return new FinishItem(move, name, source.Name, outcome, Outcomes.SafeDeeds(outcome)) { Ready = guest is null || move.Offline ? null : waves.Ready?.Invoke(guest) };
    }

    private void Place(GuestReading guest, MoveRecord? begun, EvacuationSource source, Hypervisor host)
    {
        var policy = waves.PolicyOf(guest);
        var judged = _targets
            .OrderByDescending(target => placed?.GetValueOrDefault(guest.Uuid) == target.Name).ThenByDescending(target => Left(target)).ThenBy(target => target.Name, StringComparer.Ordinal)
            .Select(target => new PreflightScene(guest, source.Name, host, source.Probes, target, Promised(target.Name)) { Policy = policy, PlannedDisk = Disks(target.Name).ToValueMap() })
            .Select(scene => (Scene: scene, scene.Target, Findings: Preflight.Judge(scene)))
            .ToArray();
        var chosen = Array.Find(judged, candidate => Preflight.Passes(candidate.Findings));
        if (chosen.Scene is null)
        {
            _stranded.Add(guest, policy, waves.Of(guest.Name).Name, begun?.Autostart ?? guest.Autostart, source, [.. judged.Select(candidate => (candidate.Target.Name, candidate.Findings))]);
            return;
        }

        if (guest.Condition.IsActive) Promise(chosen.Target.Name, guest);
        var way = MoveWay.Of(chosen.Scene);
        var disks = Disks(chosen.Target.Name);
        foreach (var (system, bytes) in DiskRoom.Needs(way.Copies, chosen.Target.Probes)) disks[system] = disks.GetValueOrDefault(system) + bytes;
        _moves.Add(new GuestMove(
            _moves.Count + 1, guest.Uuid, guest.Name, source.Name, chosen.Target.Name, chosen.Target.MigrationAddress, chosen.Target.Peer,
            way.Offline ? 0 : guest.Hardware.MemoryKib,
            // An earlier run may have cleared it already; its record remembers.
            begun?.Autostart ?? guest.Autostart,
            guest.Persistent,
            MigrationCommand.For(guest.Uuid, way),
            chosen.Findings,
            waves.Of(guest.Name).Name,
            policy) { Copies = way.Copies.Count > 0 ? way.Copies : null, Hugepages = way.Offline ? null : guest.Hardware.Hugepages, Offline = way.Offline, Watch = waves.Watch?.Invoke(guest), Ready = way.Offline ? null : waves.Ready?.Invoke(guest), Hooks = waves.Hooks });
    }

    private long Left(MoveTarget target) => target.Reading is Hypervisor host ? host.Memory.AvailableKib - target.ReserveKib - target.ReservedKib - Promised(target.Name).Kib : long.MinValue;

    // What of each of its file systems is promised to copies of disks.
    private Dictionary<string, long> Disks(string target) => _disks.TryGetValue(target, out var disks) ? disks : _disks[target] = new(StringComparer.Ordinal);

    private MemoryNeed Promised(string target) => _promised.GetValueOrDefault(target, MemoryNeed.None);

    private void Promise(string target, GuestReading guest) => _promised[target] = MemoryNeed.Add(Promised(target), MemoryNeed.Of(guest.Hardware));
}
