using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Moves one guest. The command runs as a job on the source and does not need us; we watch it, and at its end both hosts say where the
/// guest is. Nothing is concluded from the command's exit code.
/// </summary>
internal sealed class MoveRun(HostSessions sessions, Claims claims, RunRecord record, MoveTerms terms, GuestSides sides, TimeProvider time)
{
    private const string Record = "record";
    private const string Autostart = "autostart";
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);

    public async Task DoAsync(MoveDeed deed, CancellationToken stop)
    {
        var move = deed.Move;
        if (deed.UnderWay)
        {
            await EndAsync(deed, new MoveEnd(null, ByRule: false), 0, stop);
            return;
        }
        for (var left = move.Terms.Retries; ; left--)
        {
            if (await new MovePreflight(sessions, record.Run, terms).BlockedAsync(deed) is { Count: > 0 } blocked)
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
        if (await StartAsync(deed, batch) is { } problem && !await BeganAsync(deed, batch)) return new MoveEnd(problem, ByRule: false);
        return await new MoveWatch(sessions, record, time).UntilDoneAsync(deed, batch, stop);
    }

    // The record of the move and the cleared autostart are on the disk before the guest leaves: whoever finds them can end what we began.
    private async Task<string?> StartAsync(MoveDeed deed, int batch)
    {
        var move = deed.Move;
        if (move.Command is not { } command) return "the plan holds no command for it";
        if (await new MoveDisks(sessions, claims).MakeAsync(move) is { } trouble) return trouble;
        var job = new Job(record.Run, batch, [new JobStep(deed.Id, [command], []) { Timeout = move.Terms.Deadline }]);
        record.Mean(new BatchMeant(deed.Host, batch, [deed.Id]));
        List<RequestItem> items = [claims.Fence(deed.Host), Required(Record, HypervisorScripts.RecordMove(new MoveRecord(move.Uuid, record.Run, move.Target, move.TargetAddress, move.Autostart, "begun")))];
        if (move.Autostart) items.Add(Required(Autostart, HypervisorScripts.SetAutostart(move.Uuid, false)));
        items.Add(Required(Start, JobScripts.Start(job, claims.Epoch(deed.Host))));
        record.Tell(deed.Host, $"{move.Name}: leaves for {move.Target}");
        var results = await sessions.SendAsync(deed.Host, new Request([.. items]), CancellationToken.None);
        if (results is null) return sessions.Trouble(deed.Host)?.What;
        return items.Select(item => results[item.Id]).FirstOrDefault(result => !result.Succeeded)?.Complaint;
    }

    // A start that gave up, or was cut off, may have left the job about to begin. Asking calls it off, unless it came first.
    private async Task<bool> BeganAsync(MoveDeed deed, int batch)
    {
        var request = new Request([new RequestItem(Start, JobScripts.Read(record.Run, batch), s_patience)]);
        return await sessions.SendAsync(deed.Host, request, CancellationToken.None) is { } results && JobReading.Read(results[Start]) is { NeverBegins: false };
    }

    // True where the guest stays for a reason that may pass, and the move may be tried again.
    private async Task<bool> EndAsync(MoveDeed deed, MoveEnd ended, int left, CancellationToken stop)
    {
        var said = ended.Said;
        var move = deed.Move;
        var outcome = await new Settlement(sessions, claims, sides, ended.ByRule ? s_patience : move.Terms.Deadline, time).OfAsync(move, stop);
        var text = $"{move.Name}: {outcome.Told(move.Source, move.Target)}{(said is null || outcome is Outcome.Moved ? "" : $" ({said})")}";
        switch (outcome)
        {
            case Outcome.Moved:
                var figures = await new MoveFigures(sessions).OfAsync(move);
                record.End(deed, DeedEnd.Done, text + await new MoveDisks(sessions, claims).KeepAsync(move), figures);
                break;
            case Outcome.StillOnSource when Outcomes.SafeDeeds(outcome).Contains(FinishDeed.ForgetMove):
                await StaysAsync(move);
                if (left > 0 && !ended.ByRule && !stop.IsCancellationRequested && said is not null && KnownErrors.Of(said) is { MayPass: true } passing)
                {
                    record.Tell(deed.Host, $"{text}: {passing.Cause} Trying again, {left} more at most");
                    return true;
                }
                record.End(deed, DeedEnd.Failed, text, ended.ByRule ? MoveFigures.StayedByRule : null);
                break;
            case Outcome.InFlight:
                record.End(deed, DeedEnd.UnderWay, $"{text}; the next apply looks after it");
                break;
            default:
                record.End(deed, DeedEnd.Held, text);
                break;
        }
        return false;
    }

    // It never left: what was prepared for its leaving is put back.
    private async Task StaysAsync(GuestMove move)
    {
        List<RequestItem> items = [claims.Fence(move.Source)];
        if (move.Autostart) items.Add(Required(Autostart, HypervisorScripts.SetAutostart(move.Uuid, true)));
        items.Add(Required(Record, HypervisorScripts.ForgetMove(move.Uuid)));
        await sessions.SendAsync(move.Source, new Request([.. items]), CancellationToken.None);
    }

    private static RequestItem Required(string id, Command command) => new(id, command, s_patience) { Required = true };
}
