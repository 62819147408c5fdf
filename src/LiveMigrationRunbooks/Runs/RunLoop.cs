using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// The one loop: takes the hosts, looks whether the plan is still true, then goes through the deeds stage by stage. What a deed does stands
/// in a file of its own.
/// </summary>
/// <param name="from">Where the run stands that is taken up again; at its start where left out.</param>
public sealed class RunLoop(
    Plan plan, IReadOnlyDictionary<string, HostReading> readings, MoveTerms terms, HostSessions sessions, IStoredRun stored, Action<RunEvent> tell, TimeProvider time, Position? from = null)
{
    internal const string InterruptedReason = "interrupted";
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);
    private readonly RunRecord _record = new(stored, tell, from) { Runbook = plan.Name };
    private string? _incomplete;

    /// <summary>How long other runs are waited for.</summary>
    public ClaimWait Wait { get; init; } = ClaimWait.None(time);

    /// <summary>Whoever is asked before each part; nobody, and all is done.</summary>
    public StepByStep Steps { get; init; } = new(null);

    /// <param name="adoption">Dead runs of this controller whose hosts are taken over.</param>
    /// <param name="stop">When it is cancelled nothing new is begun; what is under way is ended or left safe.</param>
    public async Task<RunSummary> RunAsync(Adoption adoption, CancellationToken stop)
    {
        // Between the plan and somebody's yes the window may have closed.
        if (plan.Window is { } closed && closed.HasEnded(time.GetUtcNow())) return NotBegun("window.closed", $"The window was {closed.Told()}.");
        var claims = new Claims(sessions, stored.Id, adoption, Wait);
        // What goes on starts from what was found; the plan tells where the run began.
        var stale = new Staleness(from?.Starts is { } starts ? plan with { Deeds = [.. starts], Kept = null } : plan, readings, sessions, stored.Id);
        var admission = new StageAdmission(plan, sessions, claims, _record, stale);
        if (await admission.FirstAsync(stop) is { } refused) return NotBegun(refused.Reason, [.. refused.Explanation]);

        await using var wish = new WishWatch(stored, _record, time, stop);
        return await LeavingAsync(WholeAsync(claims, admission, wish), wish) ?? _record.Leave(wish.WasCancelled, plan.Deeds);
    }

    // What goes on by itself is left after a moment, and the rest of it is quick; a host that hangs just then must not keep us.
    private async Task<RunSummary?> LeavingAsync(Task<RunSummary> whole, WishWatch wish)
    {
        await Task.WhenAny(whole, Task.Delay(Timeout.InfiniteTimeSpan, wish.Leave));
        if (!whole.IsCompleted) await Task.WhenAny(whole, Task.Delay(s_lastWords, time));
        return whole.IsCompleted ? await whole : null;
    }

    private async Task<RunSummary> WholeAsync(Claims claims, StageAdmission admission, WishWatch wish)
    {
        _record.KeepFound();
        foreach (var left in plan.Deeds.OfType<LeaveDeed>().Where(deed => !_record.IsEnded(deed))) _record.End(left, DeedEnd.Held, $"{left.Step.Name}: {left.Why}");
        var window = new WindowWatch(plan.Window, _record, time);
        foreach (var play in plan.Deeds.GroupBy(deed => deed.Play))
            if (!await PlayAsync(play.Key, [.. play], claims, admission, window, wish)) break;
        if (wish.WasCancelled) _incomplete = RunSummary.Cancelled;
        else if (window.StoppedSomething) _incomplete = "window.ended";
        else if (Steps.Declined) _incomplete ??= "step.declined";
        else if (plan.Plays.Any(play => play.Evacuation?.Stays.Any(stay => stay is { Runs: true, Unasked: false }) ?? false)) _incomplete ??= RunSummary.GuestStays;
        foreach (var deed in plan.Deeds.Where(deed => !_record.IsEnded(deed))) _record.End(deed, DeedEnd.NotRun, "not run");
        return await FinishAsync(claims, wish.Stop.IsCancellationRequested);
    }

    private RunSummary NotBegun(string reason, params string[] explanation)
    {
        var code = reason == InterruptedReason ? RunSummary.Interrupted : RunSummary.Refused;
        // A run that is not taken up again just now has not ended by that.
        if (from is null) _record.Mean(new RunEnded(code, reason));
        return new RunSummary(stored.Id, code, reason, [.. explanation], []);
    }

    private async Task<bool> PlayAsync(int play, ValueList<Deed> deeds, Claims claims, StageAdmission admission, WindowWatch window, WishWatch wish)
    {
        if (new RequiredPlays(plan, _record, host => sessions.Trouble(host) is not null).Unmet(play) is { } unmet)
        {
            _record.Tell("", $"'{plan.Plays[play].Name}' is not begun: {unmet}");
            foreach (var deed in deeds.Where(deed => !_record.IsEnded(deed))) _record.End(deed, DeedEnd.NotRun, $"not begun: {unmet}");
            _incomplete ??= "play.required";
            return true;
        }
        var batch = new BatchRun(sessions, claims, _record, readings, plan.Plays[play].RollsBack, time);
        batch.StandAgain(play);
        var run = new StageRun(plan, sessions, claims, admission, _record, terms, window, wish, Steps, time);
        var gate = new GateRun(sessions, _record, readings, time, plan.Window is { IsOpen: true, Outside: false } begun ? begun.Until : null);
        foreach (var stage in deeds.GroupBy(deed => deed.Stage))
        {
            ValueList<Deed> open = [.. stage.Where(deed => !_record.IsEnded(deed))];
            if (open.Count > 0 && (!await wish.MayBeginAsync() || window.HasEnded())) return false;
            if (open.Count > 0 ? !await run.DoAsync(play, stage.Key, open, batch, gate, wish.Stop) : !run.IsWithinBudget(play))
            {
                if (!run.IsWithinBudget(play)) await new BudgetReturn(sessions, claims, _record, time).DoAsync(plan.Plays[play].OverBudget, stage.Key, batch.Standing);
                return false;
            }
            if (stage.Key + 1 < plan.Plays[play].Stages.Count && !HasBegun(play, stage.Key + 1)) await window.SoakAsync(TimeSpan.FromSeconds(plan.Plays[play].SoakSeconds), "", wish.Stop);
        }
        return true;
    }

    private async Task<RunSummary> FinishAsync(Claims claims, bool interrupted)
    {
        var lost = plan.Hosts.Where(host => sessions.Trouble(host.Name) is not null).ToList();
        foreach (var host in lost.Select(host => (host.Name, Trouble: sessions.Trouble(host.Name)!)))
            _record.Mean(new HostLost(host.Name, host.Trouble.Reason, host.Trouble.What, host.Trouble.Remedy));
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var summary = RunSummary.Of(stored.Id, [.. _record.Results.OrderBy(result => order.GetValueOrDefault(result.Deed.Id, int.MaxValue))], lost, interrupted, _incomplete);
        // What a rollback leaves as it is belongs to whoever changed it; the host is free.
        var held = _record.Results.Where(result => result.End == DeedEnd.Held && plan.Returns is null).SelectMany(result => result.Deed.Touches()).ToHashSet(StringComparer.Ordinal);
        await claims.HoldAsync(held);
        // Where a guest is still on its way the claim stays open: the next apply takes it over and looks.
        var open = _record.Results.Where(result => result.End == DeedEnd.UnderWay).SelectMany(result => result.Deed.Touches()).ToHashSet(StringComparer.Ordinal);
        if (!interrupted) await claims.EndDeadAsync();
        await claims.ReleaseAllButAsync([.. held, .. open]);
        _record.Mean(new RunEnded(summary.ExitCode, summary.Reason));
        return summary;
    }

    private bool HasBegun(int play, int stage) => plan.Deeds.Any(deed => deed.Play == play && deed.Stage == stage && _record.IsEnded(deed));
}
