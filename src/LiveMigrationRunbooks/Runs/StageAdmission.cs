using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Why a run is not begun: a stable reason and sentences for people.</summary>
internal sealed record NotBegun(string Reason, ValueList<string> Explanation);

/// <summary>
/// What must hold of all hosts of a stage before the first of them is touched: they are this run's, they are as the plan found them, and a
/// job can be carried out there. What does not hold of the first stage ends the run with nothing touched; in a later one it counts as a
/// failed host, and the budget decides.
/// </summary>
internal sealed class StageAdmission(Plan plan, HostSessions sessions, Claims claims, RunRecord record, Staleness stale)
{
    private const string Part = "part";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HashSet<(int Play, int Stage)> _admitted = [];
    private readonly StagePreflight _preflight = new(record.Run);

    /// <summary>Admits the first stage that needs hosts; null where it is admitted.</summary>
    public async Task<NotBegun?> FirstAsync(CancellationToken stop)
    {
        var begun = GuestDeeds.Begun(Coming());
        var coming = Coming().Where(deed => !record.HasFailed(deed.Host) || begun.Contains(deed.Guest ?? "")).ToList();
        var stage = coming.GroupBy(deed => (deed.Play, deed.Stage)).FirstOrDefault(group => !Demand.Of([.. group], coming).IsEmpty);
        if (stage is null) return null;
        var taken = await claims.TakeAsync(Demand.Of([.. stage], coming), whole: true, host => Items(host, stage), stop);
        if (taken.Refused.Count > 0 && stop.IsCancellationRequested) return new NotBegun(RunLoop.InterruptedReason, []);
        if (taken.Refused.Values.FirstOrDefault() is { } refused) return new NotBegun(refused.Reason, [refused.What, refused.Remedy]);
        var moved = stale.Refusal(taken.Results);
        var failing = Failing(taken.Results);
        var fits = moved is null && plan.Plays[stage.Key.Play].IsWithinBudget(host => failing.ContainsKey(host) || sessions.Trouble(host) is not null);
        if (fits && await UnmarkedAsync(taken) is { Count: > 0 } unmarked) moved = ("plan.applied", [.. unmarked.Values]);
        else if (fits)
        {
            _admitted.Add(stage.Key);
            Fail(failing, [.. stage]);
            return null;
        }
        await claims.LetGoAsync(taken.New);
        return moved is { } refusal ? new NotBegun(refusal.Reason, refusal.Told) : new NotBegun("preflight.failed", [.. failing.Select(host => $"{host.Key}: {host.Value}.")]);
    }

    /// <summary>Admits a later stage. Hosts of which something does not hold are recorded as failed; where those are too many, none is kept.</summary>
    /// <param name="failed">Hosts that have failed before: they are not taken.</param>
    public async Task AdmitAsync(int play, int number, ValueList<Deed> deeds, Func<string, bool> failed, CancellationToken stop)
    {
        if (!_admitted.Add((play, number))) return;
        var begun = GuestDeeds.Begun(deeds.Where(deed => !record.IsEnded(deed)));
        ValueList<Deed> alive = [.. deeds.Where(deed => !failed(deed.Host) || begun.Contains(deed.Guest ?? ""))];
        var demand = Demand.Of(alive, Coming());
        if (demand.IsEmpty) return;
        var taken = await claims.TakeAsync(demand, whole: false, host => Items(host, alive), stop);
        var moved = Moved(taken.Results).ToValueMap();
        var unmarked = moved.Count == 0 ? await UnmarkedAsync(taken) : ValueMap<string>.Empty;
        Fail(Refused(taken.Refused, alive).Concat(moved).Concat(unmarked).Concat(Failing(taken.Results)).DistinctBy(host => host.Key).ToValueMap(), alive);
        if (!plan.Plays[play].IsWithinBudget(failed)) await claims.LetGoAsync(taken.New);
    }

    /// <summary>Says on the targets of the stage how much is still to come, once its guests have gone.</summary>
    public async Task ArrivedAsync(ValueList<Deed> deeds)
    {
        var moved = deeds.OfType<MoveDeed>().Where(deed => record.Of(deed)?.End == DeedEnd.Done).Select(deed => deed.Move.Target).ToHashSet(StringComparer.Ordinal);
        foreach (var (host, kib) in Demand.Of(deeds, Coming()).Shared.Where(target => moved.Contains(target.Key) && claims.Has(target.Key))) await claims.ReserveAsync(host, kib);
    }

    private IEnumerable<Deed> Coming() => plan.Deeds.Where(deed => !record.IsEnded(deed));

    private IEnumerable<RequestItem> Items(string host, IEnumerable<Deed> stage) =>
        [.. stale.Items(host), _preflight.Item(stage.Where(deed => deed.Host == host)), new(Part, HostRuns.Keep(record.Run, PlanPart.Of(record.Run, plan, host).Text), s_patience)];

    private static ValueMap<string> Failing(IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> results) =>
        (from host in results let problem = StagePreflight.Problem(host.Value) ?? Unkept(host.Value[Part]) where problem is not null select KeyValuePair.Create(host.Key, problem)).ToValueMap();

    // Without it nobody could take the run up from another machine.
    private static string? Unkept(CommandResult kept) => kept.Succeeded ? null : $"its part of the plan cannot be kept in /var/lib/lmr: {kept.Complaint}";

    private IEnumerable<KeyValuePair<string, string>> Moved(IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> results) =>
        from host in results
        let moved = stale.Refusal(new Dictionary<string, IReadOnlyDictionary<string, CommandResult>> { [host.Key] = host.Value })
        where moved is not null
        select KeyValuePair.Create(host.Key, string.Join(' ', moved.Value.Told));

    // A saved plan is applied once: each host knows it before its first change.
    private async Task<ValueMap<string>> UnmarkedAsync(TakenHosts taken) =>
        plan.Saved is { } digest ? await new SavedPlanMarks(sessions, digest).LeaveAsync(record.Run, taken.Results.Keys) : ValueMap<string>.Empty;

    // Where a target is not to be had, it is the hosts that would send guests there that cannot go on.
    private static IEnumerable<KeyValuePair<string, string>> Refused(ValueMap<HostTrouble> refused, ValueList<Deed> deeds) =>
        from deed in deeds
        let trouble = refused.GetValueOrDefault(deed.Host) ?? (Demand.TargetOf(deed) is { } target ? refused.GetValueOrDefault(target) : null)
        where trouble is not null
        select KeyValuePair.Create(deed.Host, $"{trouble.What} {trouble.Remedy}");

    private void Fail(ValueMap<string> hosts, ValueList<Deed> deeds)
    {
        foreach (var host in deeds.Where(deed => deed is not (CheckDeed or LeaveDeed) && hosts.ContainsKey(deed.Host)).GroupBy(deed => deed.Host, StringComparer.Ordinal))
        {
            foreach (var (number, deed) in host.Index())
                record.End(deed, number == 0 ? DeedEnd.Failed : DeedEnd.NotRun, number == 0 ? $"not begun: {hosts[host.Key]}" : "not run");
        }
    }
}
