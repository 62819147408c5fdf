using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Carries out one stage of a play: guests leave wave by wave, then the batches of all its hosts side by side, then the gate.</summary>
internal sealed class StageRun(Plan plan, HostSessions sessions, Claims claims, StageAdmission admission, RunRecord record, MoveTerms terms, WindowWatch window, WishWatch wish, StepByStep steps, TimeProvider time)
{
    // Somebody who starts guests on a host faster than they leave is not followed for ever.
    private const int LookMost = 3;
    private readonly RunHypervisors _hypervisors = new(sessions, claims, record.Run, time);

    /// <returns>Whether the run may go on.</returns>
    public async Task<bool> DoAsync(int play, int stage, ValueList<Deed> deeds, BatchRun batch, GateRun gate, CancellationToken stop)
    {
        if (!await steps.MayAsync($"Stage {stage + 1} of '{plan.Plays[play].Name}': {string.Join(", ", deeds.Select(deed => deed.Host).Distinct())}. Begin it?", stop)) return !steps.Stopped;
        await admission.AdmitAsync(play, stage, deeds, Failed, stop);
        var (within, open) = (IsWithinBudget(play), (ValueList<Deed>)[.. deeds.Where(deed => !record.IsEnded(deed))]);
        var begun = GuestDeeds.Begun(open);
        deeds = [.. open.Where(deed => IsOwed(deed) ? sessions.Trouble(deed.Host) is null : within && (deed is CheckDeed || !Failed(deed.Host)))];
        var guests = new GuestsRun(plan, play, now => new MoveLoop(_hypervisors.Of, record, terms.Within(plan.Window), now, wish.Escalations, time), new WaveRoom(plan, _hypervisors.Of, record, terms), record, window, wish, IsWithinBudget);
        if (!await guests.DoAsync([.. deeds.Where(IsOfGuest)], stop) || !within) return false;
        if (plan.Plays[play].Evacuation is not null && !await LatecomersAsync(play, stage, deeds, guests, stop)) return false;
        await admission.ArrivedAsync(deeds);
        if (!await wish.MayBeginAsync() || (deeds.Any(IsOfBatch) && window.HasEnded())) return false;
        var declined = await BatchesAsync(Batches([.. deeds.Where(deed => !LateChanges.Waits(deed, deeds))]).ToList(), batch, stop);
        // All hosts of the stage have made by now what others take from them.
        var known = await batch.Late.KnownAsync([.. deeds.Where(deed => LateChanges.Waits(deed, deeds) && !Failed(deed.Host) && !declined.Contains(deed.Host))]);
        declined.UnionWith(await BatchesAsync(Batches(known).ToList(), batch, stop));
        if (record.Results.Any(result => result.End == DeedEnd.UnderWay)) return false;
        await gate.DoAsync([.. deeds.OfType<CheckDeed>().Where(deed => !Failed(deed.Host) && !declined.Contains(deed.Host))], stop);
        return IsWithinBudget(play) && !steps.Stopped;

        // What was begun about a guest is ended, whatever else became of its host.
        bool IsOwed(Deed deed) => begun.Contains(deed.Guest ?? "") || IsAnswer(deed);
    }

    // Who is asked about each host is asked about one at a time.
    private async Task<HashSet<string>> BatchesAsync(List<(string Host, ValueList<Deed> Deeds)> batches, BatchRun batch, CancellationToken stop)
    {
        var declined = new HashSet<string>(StringComparer.Ordinal);
        if (!steps.Asks) await sessions.EachAsync(batches, host => batch.DoAsync(host.Host, host.Deeds, wish.Leave), CancellationToken.None);
        else foreach (var (host, deeds) in batches)
        {
            if (await steps.MayAsync($"{host}: {string.Join(", ", deeds.Select(BatchJudgement.NameOf))}. Do it?", stop)) await batch.DoAsync(host, deeds, wish.Leave);
            else declined.Add(host);
        }
        return declined;
    }

    public bool IsWithinBudget(int play) => plan.Plays[play].IsWithinBudget(Failed);

    private async Task<bool> LatecomersAsync(int play, int stage, ValueList<Deed> deeds, GuestsRun guests, CancellationToken stop)
    {
        var late = new Latecomers(plan, _hypervisors.Of, claims, record, terms);
        foreach (var host in plan.Plays[play].Stages[stage].Where(host => claims.IsOwn(host) && deeds.Any(deed => deed.Host == host) && !Failed(host)))
        {
            for (var look = 0; look < LookMost && !Failed(host); look++)
            {
                if (await late.DeedsAsync(play, stage, host) is not { Count: > 0 } more) break;
                if (!await guests.DoAsync(more, stop)) return false;
            }
        }
        return true;
    }

    // A host that could not be emptied is not changed.
    private IEnumerable<(string Host, ValueList<Deed> Deeds)> Batches(ValueList<Deed> deeds) => deeds
        .Where(deed => IsOfBatch(deed) && !Failed(deed.Host))
        .GroupBy(deed => deed.Host, StringComparer.Ordinal)
        .Select(group => (group.Key, new ValueList<Deed>([.. group])));

    private bool Failed(string host) => sessions.Trouble(host) is not null
        || record.HasFailed(host);

    // What was run before a guest was to leave hears how that ended.
    private bool IsAnswer(Deed deed) => deed is HookDeed { When: HookTime.After }
        && record.Results.Any(result => result is { Deed: HookDeed { When: HookTime.Before }, End: not DeedEnd.NotRun } && result.Deed.Guest == deed.Guest);

    private static bool IsOfGuest(Deed deed) => deed.Guest is not null;

    private static bool IsOfBatch(Deed deed) => deed is ChangeDeed or OperationDeed;
}
