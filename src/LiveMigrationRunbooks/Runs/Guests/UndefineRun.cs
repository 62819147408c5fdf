using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Removes what a guest left behind on its source. Both hosts are asked in this same step, and the source looks once more itself.</summary>
internal sealed class UndefineRun(Func<string, IHypervisor> at, RunRecord record, GuestSides sides)
{
    public async Task DoAsync(UndefineDeed deed)
    {
        var move = deed.Move;
        var before = await sides.JudgeAsync(move);
        var safe = Outcomes.SafeDeeds(before);
        if (!before.IsThere)
        {
            record.End(deed, DeedEnd.Held, $"{move.Name}: {before.Told(move.Source, move.Target)}; its definition on {move.Source} stays");
            return;
        }
        var said = await at(move.Source).FinishAsync(move.Uuid, [.. safe.Where(deed => deed is FinishDeed.UndefineSource or FinishDeed.ForgetMove)]);
        var after = await sides.JudgeAsync(move);
        var gone = after is Outcome.Moved { SourceDefinitionLeft: false } or Outcome.DefinedOnTarget { SourceDefinitionLeft: false };
        record.End(deed, gone ? DeedEnd.Done : DeedEnd.Held, gone
            ? $"{move.Name}: definition on {move.Source} removed"
            : $"{move.Name}: {after.Told(move.Source, move.Target)}{(said is null ? "" : $" ({said})")}");
    }
}
