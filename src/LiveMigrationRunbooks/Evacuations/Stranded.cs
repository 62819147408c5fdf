using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>Guests that no target can take, and what their policies make of that: refused, left, or taken down where they are.</summary>
internal sealed class Stranded
{
    private readonly List<GuestRefusal> _refused = [];
    private readonly List<GuestStay> _stays = [];
    private readonly List<GuestStop> _stops = [];
    private readonly Dictionary<string, long> _savedKib = new(StringComparer.Ordinal);

    public IEnumerable<GuestRefusal> Refused => _refused;

    public IEnumerable<GuestStay> Stays => _stays;

    public IEnumerable<GuestStop> Stops => _stops;

    /// <param name="judged">What each target's preflight found.</param>
    public void Add(GuestReading guest, MigrationPolicy policy, string wave, bool autostart, EvacuationSource source, ValueList<(string Target, ValueList<PreflightFinding> Findings)> judged)
    {
        ValueList<TargetRefusal> reasons = [.. judged.Select(target => new TargetRefusal(target.Target, Blocking(target.Findings))).OrderBy(refusal => refusal.Target, StringComparer.Ordinal)];
        var why = string.Join("; ", reasons.Select(target => $"{target.Target}: {string.Join(", ", target.Blocked.Select(finding => finding.What))}").DefaultIfEmpty("there is no target"));
        // One that does not run is down already, and nothing that comes after disturbs it.
        if (!guest.Condition.IsActive && policy.CannotMove.Way != CannotMoveWay.Refuse) _stays.Add(new GuestStay(guest.Uuid, guest.Name, source.Name, $"stays ({guest.Condition}; {why})"));
        else if (policy.CannotMove.Way == CannotMoveWay.Leave) _stays.Add(new GuestStay(guest.Uuid, guest.Name, source.Name, $"cannot leave, and stays (cannot_move: leave; {why})") { Runs = true });
        else if (policy.CannotMove.Way == CannotMoveWay.Refuse) _refused.Add(new GuestRefusal(guest.Uuid, guest.Name, source.Name, reasons));
        else if (Blocking(PreflightStop.Judge(guest, policy.CannotMove, source.Name, source.Probes, _savedKib.GetValueOrDefault(source.Name))) is { Count: > 0 } unstoppable)
            _refused.Add(new GuestRefusal(guest.Uuid, guest.Name, source.Name, [.. reasons, new TargetRefusal($"to take it down on {source.Name}", unstoppable)]));
        else Stop(guest, policy, wave, autostart, source.Name, why);
    }

    private void Stop(GuestReading guest, MigrationPolicy policy, string wave, bool autostart, string source, string why)
    {
        if (policy.CannotMove.Way == CannotMoveWay.ManagedSave) _savedKib[source] = _savedKib.GetValueOrDefault(source) + PreflightStop.ImageKib(guest);
        _stops.Add(new GuestStop(guest.Uuid, guest.Name, source, policy.CannotMove, autostart, policy.Deadline, wave, why));
    }

    private static ValueList<PreflightFinding> Blocking(ValueList<PreflightFinding> findings) => [.. findings.Where(finding => finding.Verdict == PreflightVerdict.Blocked)];
}
