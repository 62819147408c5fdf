using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>
/// Asks the hosts of a run that broke off, with one script each, what became of it: the journal says what was meant, the hosts say what is.
/// A job that was about to begin is called off by being asked for, so that what is told stays true.
/// </summary>
public sealed class ResumeReader(HostSessions sessions, string run, Plan plan, JournalReading journal)
{
    private const string Claim = "claim";
    private const string Owed = "owed";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    // The watchdog of a session whose other end is gone ends it within a minute.
    private static readonly TimeSpan s_lastBreath = TimeSpan.FromMinutes(2);
    private readonly Lock _turn = new();

    /// <summary>
    /// Reads until nothing of the run is at work any more: jobs are waited for to their end, and sessions of the process that is gone until
    /// their hosts have noticed.
    /// </summary>
    /// <returns>By host; a host that does not answer is not in it. And why it cannot be taken up, where a session of it lives on.</returns>
    public async Task<(IReadOnlyDictionary<string, FoundHost> Found, HostTrouble? Refused)> SettledAsync(Action<string> tell, TimeProvider time, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var told = false;
        while (true)
        {
            var found = await ReadAsync(stop);
            var jobs = found.Where(host => host.Value.Jobs.Values.Any(job => job.State is JobState.Running or JobState.Armed)).Select(host => host.Key).Order(StringComparer.Ordinal).ToList();
            // Killed before it had claimed the host, its session may have the lock all the same.
            var locks = found.Where(host => host.Value.Claim is { LockHeld: true } held && (held.Claim is not { State: not ClaimState.Done } claim || claim.RunId == run)).Select(host => host.Key).Order(StringComparer.Ordinal).ToList();
            if (jobs.Count == 0 && locks.Count == 0) return (found, null);
            if (jobs.Count == 0 && time.GetElapsedTime(begun) > s_lastBreath)
                return (found, new HostTrouble("run.alive", $"Run {run} is at work on {string.Join(", ", locks)} just now: a session of it lives there.", "Wait until it has ended."));
            if (!told && jobs.Count > 0) tell($"A job or a timer of {run} is still at work on {string.Join(", ", jobs)}; waiting for its end.");
            told |= jobs.Count > 0;
            await Task.Delay(s_pause, time, stop);
        }
    }

    /// <returns>By host; a host that does not answer is not in it.</returns>
    public async Task<IReadOnlyDictionary<string, FoundHost>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundHost>(StringComparer.Ordinal);
        await sessions.EachAsync(plan.Hosts.Select(host => host.Name), async host =>
        {
            if (await ReadAsync(host, cancellationToken) is not { } read) return;
            lock (_turn) found[host] = read;
        }, cancellationToken);
        return found;
    }

    private async Task<FoundHost?> ReadAsync(string host, CancellationToken cancellationToken)
    {
        var batches = journal.Records.OfType<BatchMeant>().Where(meant => meant.Host == host).Select(meant => meant.Batch).ToList();
        var scene = new Scene(host, HostFacts.None, new Peer(host, null), []);
        var open = plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Host == host && !Resumption.Stands(deed, Resumption.EndOf(deed, journal)))
            .Select(deed => (Deed: deed, Step: StepBehind.Of(deed.Step))).ToList();
        var probes = open.Select(each => (each.Deed.Id, each.Step.Probe(scene))).ToList();
        List<RequestItem> items =
        [
            new(Claim, HostClaim.ReadClaim, s_patience), new(Owed, JobScripts.Owed, s_patience), .. batches.Select(batch => new RequestItem(JobId(batch), JobScripts.Read(run, batch), s_patience)),
            .. StepProbes.Items(probes),
        ];
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return null;
        var answers = StepProbes.Answers(probes, results);
        return new FoundHost(
            ClaimReading.Read(results[Claim]),
            batches.ToDictionary(batch => batch, batch => JobReading.Read(results[JobId(batch)]) ?? new JobReading(JobState.Interrupted, null, [])),
            open.ToDictionary(each => each.Deed.Id, each => At(each.Deed, each.Step, answers[each.Deed.Id], scene), StringComparer.Ordinal),
            OwedOperation.Read(results[Owed]).Select(owed => owed.Key).ToHashSet(StringComparer.Ordinal));
    }

    private static ChangeAt At(ChangeDeed deed, Step step, Answers answers, Scene scene)
    {
        if (step.IsAtAnyhow(deed.Change.After, answers, scene)) return ChangeAt.After;
        // On the way back a daemon that has not loaded its file again is no sign of a stranger.
        var before = deed.Restores is null ? step.IsAtAnyhow(deed.Change.Before, answers, scene) : step.MayBeAtAnyhow(deed.Change.Before, answers, scene);
        return before ? ChangeAt.Before : ChangeAt.Elsewhere;
    }

    private static string JobId(int batch) => $"job#{batch}";
}
