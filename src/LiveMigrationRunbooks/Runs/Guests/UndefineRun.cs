using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt.Errors;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Removes what a guest left behind on its source. Both hosts are asked in this same step, and the source looks once more itself.</summary>
internal sealed class UndefineRun(Func<string, IHypervisor> at, RunRecord record, GuestSides sides, TimeProvider time)
{
    // A source that waits for a peer that is gone holds the guest for as long as libvirt bears with a silent one: half a minute, unless keepalive is set otherwise.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    public async Task DoAsync(UndefineDeed deed, CancellationToken stop)
    {
        var move = deed.Move;
        var began = time.GetTimestamp();
        while (!await IsEndedAsync(deed, move, isLast: stop.IsCancellationRequested || time.GetElapsedTime(began) > s_patience))
            await Task.Delay(s_pause, time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<bool> IsEndedAsync(UndefineDeed deed, GuestMove move, bool isLast)
    {
        var before = await sides.JudgeAsync(move);
        var safe = Outcomes.SafeDeeds(before);
        if (!before.IsThere)
        {
            record.End(deed, DeedEnd.Held, $"{move.Name}: {before.Told(move.Source, move.Target)}; its definition on {move.Source} stays");
            return true;
        }
        var said = await at(move.Source).FinishAsync(move.Uuid, [.. safe.Where(deed => deed is FinishDeed.UndefineSource or FinishDeed.ForgetMove)]);
        var after = await sides.JudgeAsync(move);
        var gone = after is Outcome.Moved { SourceDefinitionLeft: false } or Outcome.DefinedOnTarget { SourceDefinitionLeft: false };
        // What is not as the table wants it does not pass; a definition that is only still there may.
        if (!gone && !isLast && after is Outcome.Moved or Outcome.DefinedOnTarget) return false;
        record.End(deed, gone ? DeedEnd.Done : DeedEnd.Held, gone
            ? $"{move.Name}: definition on {move.Source} removed"
            : $"{move.Name}: {after.Told(move.Source, move.Target)}{(said is null ? "" : $" ({said})")}{(KnownErrors.Of(said ?? "") is { Remedy: var remedy } ? $". {remedy}" : "")}");
        return true;
    }
}
