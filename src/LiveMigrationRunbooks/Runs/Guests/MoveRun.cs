using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt.Errors;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Moves one guest. The command runs as a job on the source and does not need us; we watch it, and at its end both hosts say where the
/// guest is. Nothing is concluded from the command's exit code.
/// </summary>
internal sealed class MoveRun(Func<string, IHypervisor> at, RunRecord record, MoveTerms terms, MovesNow now, GuestSides sides, Escalations? asked, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);

    private OutageRun? _outside;
    private bool? _served;

    public async Task DoAsync(MoveDeed deed, CancellationToken stop)
    {
        var move = deed.Move;
        if (deed.UnderWay)
        {
            await EndAsync(deed, deed.Batch is { } begun ? await WatchAsync(deed, begun, stop, MoveStart.Earlier) : new MoveEnd(null, ByRule: false), 0, stop);
            return;
        }
        await using var outside = await OutageRun.BeginAsync(move, at(deed.Host), record, time);
        _outside = outside;
        _served = await new GuestSign(at, time).IsThereBeforeAsync(move);
        for (var left = move.Terms.Retries; ; left--)
        {
            if (await new MovePreflight(at, terms, now).BlockedAsync(deed) is { Count: > 0 } blocked)
            {
                record.End(deed, DeedEnd.Failed, $"{move.Name}: stays on {move.Source}: {string.Join("; ", blocked)}");
                return;
            }
            if (!await EndAsync(deed, await TryAsync(deed, stop), left, stop)) return;
            await Task.Delay(s_between, time, CancellationToken.None);
        }
    }

    // What the command, or who should have started it, said where it failed.
    private async Task<MoveEnd> TryAsync(MoveDeed deed, CancellationToken stop)
    {
        var batch = record.NextBatch(deed.Host);
        if (await StartAsync(deed, batch) is { } problem && !await at(deed.Host).HasBegunAsync(batch)) return new MoveEnd(problem, ByRule: false);
        return await WatchAsync(deed, batch, stop);
    }

    private Task<MoveEnd> WatchAsync(MoveDeed deed, int batch, CancellationToken stop, MoveStart start = MoveStart.Now) =>
        new MoveWatch(at(deed.Host), record, terms, now, asked, time).UntilDoneAsync(deed, batch, start, stop);

    private async Task<string?> StartAsync(MoveDeed deed, int batch)
    {
        var move = deed.Move;
        if (await new MoveDisks(at).MakeAsync(move) is { } trouble) return trouble;
        record.Mean(new BatchMeant(deed.Host, batch, [deed.Id]));
        record.Tell(deed.Host, $"{move.Name}: leaves for {move.Target}");
        return await at(deed.Host).LeaveAsync(move, deed.Id, batch);
    }

    // True where the guest stays for a reason that may pass, and the move may be tried again.
    private async Task<bool> EndAsync(MoveDeed deed, MoveEnd ended, int left, CancellationToken stop)
    {
        var said = ended.Said;
        var move = deed.Move;
        var settlement = new Settlement(at, sides, ended.IsTakenOver ? TimeSpan.Zero : ended.ByRule ? s_patience : move.Terms.Deadline, time);
        var outcome = await settlement.OfAsync(move, stop);
        if (outcome is Outcome.PostCopyBroken && move.Command is not null)
        {
            said = await new PostCopyMending(at, record, sides, batch => WatchAsync(deed, batch, stop, MoveStart.Again), time).DoAsync(deed, stop) ?? said;
            outcome = await settlement.OfAsync(move, stop);
        }
        var text = $"{move.Name}: {outcome.Told(move.Source, move.Target)}{(said is null || outcome.IsThere ? "" : $" ({said})")}";
        switch (outcome)
        {
            case Outcome.DefinedOnTarget:
                record.End(deed, DeedEnd.Done, text);
                break;
            case Outcome.Moved:
                var figures = MoveFigures.Of(await at(move.Target).StatisticsAsync(move.Uuid));
                var (seen, silent) = _outside is null ? (ValueMap<long>.Empty, "") : await _outside.EndAsync();
                record.End(deed, DeedEnd.Done, text + silent + await new MoveDisks(at).KeepAsync(move), figures.Concat(seen).Concat(Before).ToValueMap());
                break;
            case Outcome.StillOnSource when Outcomes.SafeDeeds(outcome).Contains(FinishDeed.ForgetMove):
                await BackAsync(move);
                if (left > 0 && !ended.ByRule && !stop.IsCancellationRequested && said is not null && KnownErrors.Of(said) is { MayPass: true } passing)
                {
                    record.Tell(deed.Host, $"{text}: {passing.Cause} Trying again, {left} more at most");
                    return true;
                }
                record.End(deed, DeedEnd.Failed, text + Cause(ended), ended.ByRule ? MoveFigures.StayedByRule : null);
                break;
            case Outcome.InFlight:
                record.End(deed, DeedEnd.UnderWay, $"{text}; the next apply looks after it");
                break;
            default:
                if (outcome is Outcome.RunsNowhere) await BackAsync(move);
                record.End(deed, DeedEnd.Held, text);
                break;
        }
        return false;
    }

    private static string Cause(MoveEnd ended) => !ended.ByRule && ended.Said is { } said && KnownErrors.Of(said) is { } known ? $". {known.Cause} {known.Remedy}" : "";

    private IEnumerable<KeyValuePair<string, long>> Before => _served is { } served ? [KeyValuePair.Create(MoveFigures.ServedBefore, served ? 1L : 0L)] : [];

    // It never left: what was prepared for its leaving is put back.
    private Task<string?> BackAsync(GuestMove move) =>
        at(move.Source).FinishAsync(move.Uuid, move.Autostart ? [FinishDeed.RestoreAutostartOnSource, FinishDeed.ForgetMove] : [FinishDeed.ForgetMove]);
}
