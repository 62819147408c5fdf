using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Proves that a moved guest is at home on its target: running, defined there, and started at boot where it was before.</summary>
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
        var (_, target) = await sides.AskAsync(move);
        var home = target is SideReading.Present present && present.Persistent && present.Autostart == move.Autostart;
        record.End(deed, home ? DeedEnd.Done : DeedEnd.Held, home
            ? $"{move.Name}: defined on {move.Target}{(move.Autostart ? ", autostart on" : "")}"
            : $"{move.Name}: runs on {move.Target}, which does not say that it is defined there as it was ({target.Said}); its definition on {move.Source} stays");
    }
}
