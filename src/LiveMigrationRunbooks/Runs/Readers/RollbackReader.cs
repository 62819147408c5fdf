using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>Reads, with one script a host, what has become of a run's changes, and plans their way back.</summary>
public sealed class RollbackReader(HostSessions sessions, string run, Plan plan, JournalReading journal)
{
    private const string Claim = "claim";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyList<RunBatch> _batches = RunBatch.Of(run, plan, journal);
    private readonly Dictionary<string, HostReading> _readings = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();

    /// <summary>The hosts that the run changed, or began to.</summary>
    public IEnumerable<string> Touched => _batches.Select(batch => batch.Host).Distinct(StringComparer.Ordinal);

    /// <summary>Who holds the hosts; filled by reading.</summary>
    public IReadOnlyDictionary<string, HostReading> Readings => _readings;

    public async Task<Plan> ReadAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        var found = new List<FoundChange>();
        await sessions.EachAsync(hosts, async host =>
        {
            var (reading, changes) = await ReadAsync(host, cancellationToken);
            lock (_turn)
            {
                _readings[host] = reading;
                found.AddRange(changes);
            }
        }, cancellationToken);
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        return RollbackPlanner.Make(
            run, plan, journal,
            [.. hosts.Select(host => new PlanHost(host, _readings[host].Trouble))],
            [.. found.OrderBy(each => each.Batch.Number).ThenBy(each => order[each.Deed.Id])]);
    }

    private async Task<(HostReading Reading, IEnumerable<FoundChange> Found)> ReadAsync(string host, CancellationToken cancellationToken)
    {
        if (sessions.Trouble(host) is { } closed) return (HostReading.NotRead(host, closed), []);
        var mine = _batches.Where(batch => batch.Host == host).ToList();
        var scene = new Scene(host, HostFacts.None, new Peer(host, null), []);
        var deeds = mine.SelectMany(batch => batch.Deeds.OfType<ChangeDeed>()).DistinctBy(deed => deed.Id, StringComparer.Ordinal).ToList();
        var probes = deeds.Select(deed => (deed.Id, StepBehind.Of(deed.Step).Probe(scene))).ToList();
        List<RequestItem> items = [new(Claim, HostClaim.ReadClaim, s_patience), .. StepProbes.Items(probes), .. mine.Select(batch => Job(batch))];
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return (HostReading.NotRead(host, sessions.Trouble(host)!), []);
        var reading = HostReading.NotRead(host, new HostTrouble("", "", "")) with { Trouble = null, Claim = ClaimHolder.Of(results[Claim]), Reserved = ClaimHolder.Reserved(results[Claim]) };
        var answers = StepProbes.Answers(probes, results);
        var states = deeds.ToDictionary(deed => deed.Id, deed => StateOf(deed, answers[deed.Id], scene), StringComparer.Ordinal);
        return (reading, mine.SelectMany(batch => Ran(batch, results).Select(deed => new FoundChange(batch, deed, states[deed.Id]))));
    }

    // Where the host does not say how far the job came, what is read of each change says what is to be done about it.
    private static IEnumerable<ChangeDeed> Ran(RunBatch batch, IReadOnlyDictionary<string, CommandResult> results)
    {
        if (JobReading.Read(results[JobId(batch)]) is not { } reading) return batch.Deeds.OfType<ChangeDeed>();
        var ran = reading.Steps.Where(step => step.State != JobStepState.NotRun).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        return batch.Deeds.OfType<ChangeDeed>().Where(deed => ran.Contains(deed.Id));
    }

    private static BackState StateOf(ChangeDeed deed, Answers answers, Scene scene)
    {
        var step = StepBehind.Of(deed.Step);
        if (step.MayBeAtAnyhow(deed.Change.After, answers, scene)) return BackState.Back;
        return step.MayBeAtAnyhow(deed.Change.Before, answers, scene) ? BackState.Already : BackState.ChangedSince;
    }

    private static RequestItem Job(RunBatch batch) => new(JobId(batch), JobScripts.Read(batch.Run, batch.Number), s_patience);

    private static string JobId(RunBatch batch) => $"job#{batch.Number}";
}
