using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Proves that a moved guest is at home on its target: defined there, with the images that came along, and started at boot where it was before.</summary>
internal sealed class SettleRun(Func<string, IHypervisor> at, RunRecord record, GuestSides sides)
{
    public async Task DoAsync(SettleDeed deed)
    {
        var move = deed.Move;
        var outcome = await sides.JudgeAsync(move);
        if (!Outcomes.SafeDeeds(outcome).Contains(FinishDeed.SetAutostartOnTarget))
        {
            record.End(deed, DeedEnd.Held, $"{move.Name}: {outcome.Told(move.Source, move.Target)}");
            return;
        }
        if (move.Autostart) await at(move.Target).FinishAsync(move.Uuid, FinishDeed.SetAutostartOnTarget);
        // What an earlier run began leaves a list of images that it made there: a later copy of this guest would take the stale ones for its own.
        if (move.Command is null) await at(move.Target).KeepDisksAsync(move.Uuid);
        var (_, target) = await sides.AskAsync(move);
        var home = target is SideReading.Present present && present.Persistent && present.Autostart == move.Autostart;
        var clock = home && !move.Offline ? Told(await at(move.Target).SetClockAsync(move.Uuid)) : "";
        record.End(deed, home ? DeedEnd.Done : DeedEnd.Held, home
            ? $"{move.Name}: defined on {move.Target}{(move.Autostart ? ", autostart on" : "")}{clock}"
            : $"{move.Name}: {outcome.Told(move.Source, move.Target)}, and {move.Target} does not say that it is defined there as it was ({target.Said}); its definition on {move.Source} stays");
    }

    // A guest's clock stood still while it paused. Most have something that sets it sooner or later, so nothing depends on this.
    private static string Told(ClockSetting clock) => clock switch
    {
        { HasAgent: false } => "",
        { Complaint: null } => ", clock set by its agent",
        _ => $"; its agent did not set its clock: {clock.Complaint}",
    };
}
