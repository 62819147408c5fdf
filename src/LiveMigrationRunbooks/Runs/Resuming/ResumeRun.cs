using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>The hosts of a run that broke off, as they are read again.</summary>
/// <param name="Now">What the same runbook makes of them now; null for a rollback, whose plan says all itself.</param>
public sealed record LeftRead(Plan? Now, IReadOnlyDictionary<string, HostReading> Readings, MoveTerms Terms);

/// <summary>
/// Takes up a run that broke off: looks first what became of it, then goes on with the same loop from where its journal ends. Where that may
/// not be, nothing is touched and the run stays as it is.
/// </summary>
public sealed class ResumeRun(IRunStore store, string id, Plan plan, JournalReading journal, HostSessions sessions, TimeProvider time)
{
    /// <summary>How long other runs are waited for.</summary>
    public ClaimWait Wait { get; init; } = ClaimWait.None(time);

    /// <summary>The plan as it goes on; as it was, until it does.</summary>
    public Plan Plan { get; private set; } = plan;

    /// <param name="say">For whoever waits: sentences.</param>
    /// <param name="read">Reads the hosts again and plans; null where it has been said why not.</param>
    /// <param name="log">Opens the run's log; from here on hosts are changed.</param>
    /// <returns>Null where <paramref name="read"/> gave nothing.</returns>
    public async Task<RunSummary?> RunAsync(
        Action<string> say, Func<IReadOnlyDictionary<string, FoundHost>, Task<LeftRead?>> read, Func<Action<RunEvent>> log, CancellationToken stop)
    {
        var (hosts, alive) = await new ResumeReader(sessions, id, Plan, journal).SettledAsync(say, time, stop);
        if (alive is not null) return Refused(alive);
        if (await read(hosts) is not { } left) return null;
        var resumption = new Resumption(id, Plan, left.Now, journal, hosts, host => sessions.Trouble(host)?.What ?? $"{host} does not answer.");
        var adoption = Adopted(left.Readings.Values, resumption);
        if (adoption.Refused is { } held) return Refused(held);
        using var stored = store.Continue(id, journal, time);
        // Its lock is held from here on; between the reading of its journal and now somebody else may have been quicker.
        if (stored is null || store.JournalOf(id).Records.Count != journal.Records.Count)
            return Refused(new HostTrouble("run.alive", $"{id} was taken up by somebody else just now.", $"lmr runs watch {id} follows it."));
        Plan = resumption.Plan;
        var kept = PlanFile.Write(Plan);
        stored.KeepPlan(kept);
        stored.Append(new RunResumed(PlanFile.DigestOf(kept), journal.TornBytes));
        if (journal.TornBytes > 0) say($"The last record of {id} was being written when it broke off: {journal.TornBytes} bytes of it are cut off.");
        return await new RunLoop(Plan, left.Readings, left.Terms, sessions, stored, log(), time, resumption.Position) { Wait = Wait }.RunAsync(adoption, stop);
    }

    // Its own hosts are among the dead run's that are taken over; one that is held for a human stays held.
    private Adoption Adopted(IEnumerable<HostReading> readings, Resumption resumption)
    {
        var ended = resumption.Position.Ended.Concat(resumption.Position.Found).ToList();
        var open = resumption.Plan.Deeds.Where(deed => !ended.Any(result => result.Deed.Id == deed.Id)).ToList();
        var held = ended.Where(result => result.End == DeedEnd.Held && Plan.Returns is null).Select(result => result.Deed.Host).ToHashSet(StringComparer.Ordinal);
        var adoption = Adoption.Of(readings, store, Demand.First(resumption.Plan with { Deeds = [.. open] }));
        return adoption with { Dead = adoption.Dead.Where(host => host.Value != id || !held.Contains(host.Key)).ToValueMap() };
    }

    private RunSummary Refused(HostTrouble why) => new(id, RunSummary.Refused, why.Reason, [why.What, why.Remedy], []);
}
