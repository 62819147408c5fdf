using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Reads, with one script a host, what has become of a run's changes.</summary>
public sealed class RollbackReader(HostSessions sessions, string run, Plan plan, IReadOnlyList<RunBatch> batches)
{
    private const string Claim = "claim";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, HostReading> _readings = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();

    /// <summary>Who holds the hosts; filled by reading.</summary>
    public IReadOnlyDictionary<string, HostReading> Readings => _readings;

    public async Task<RollbackPlan> ReadAsync(JournalReading journal, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        var items = new List<RollbackItem>();
        await sessions.EachAsync(hosts, async host =>
        {
            var found = await ReadAsync(host, cancellationToken);
            lock (_turn) items.AddRange(found);
        }, cancellationToken);
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var moved = journal.Records.OfType<DeedEnded>().Where(record => record.End == DeedEnd.Done).Select(record => record.Deed).ToHashSet(StringComparer.Ordinal);
        return new RollbackPlan(
            run,
            [.. items.OrderByDescending(item => order[item.Deed.Id])],
            [.. plan.Deeds.OfType<MoveDeed>().Where(deed => moved.Contains(deed.Id)).Select(deed => $"{deed.Move.Name} stays on {deed.Move.Target}")],
            [.. hosts.Where(host => sessions.Trouble(host) is not null).Select(host => new PlanHost(host, sessions.Trouble(host)))]);
    }

    private async Task<IEnumerable<RollbackItem>> ReadAsync(string host, CancellationToken cancellationToken)
    {
        if (sessions.Trouble(host) is not null) return [];
        var mine = batches.Where(batch => batch.Host == host).ToList();
        // The last batch that meant a deed is the one that did it.
        var deeds = mine.SelectMany(batch => batch.Deeds.OfType<ChangeDeed>()).DistinctBy(deed => deed.Id, StringComparer.Ordinal).ToList();
        var scene = new Scene(host, HostFacts.None, new Peer(host, null), []);
        var probes = deeds.Select(deed => (deed.Id, StepBehind.Of(deed.Step).Probe(scene))).ToList();
        List<RequestItem> items = [new(Claim, HostClaim.ReadClaim, s_patience), .. StepProbes.Items(probes), .. mine.Select(batch => Job(batch))];
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return [];
        lock (_turn) _readings[host] = HostReading.NotRead(host, new HostTrouble("", "", "")) with { Trouble = null, Claim = ClaimHolder.Of(results[Claim]) };
        var answers = StepProbes.Answers(probes, results);
        var ran = mine.SelectMany(batch => JobReading.Read(results[JobId(batch)])?.Steps ?? []).Where(step => step.State != JobStepState.NotRun).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        return deeds.Where(deed => ran.Contains(deed.Id)).Select(deed => new RollbackItem(host, deed, StateOf(deed, answers[deed.Id], scene)));
    }

    private static BackState StateOf(ChangeDeed deed, Answers answers, Scene scene)
    {
        var step = StepBehind.Of(deed.Step);
        if (step.MayBeAt(deed.Change.After, answers, scene)) return BackState.Back;
        return step.MayBeAt(deed.Change.Before, answers, scene) ? BackState.Already : BackState.ChangedSince;
    }

    private RequestItem Job(RunBatch batch) => new(JobId(batch), JobScripts.Read(run, batch.Batch), s_patience);

    private static string JobId(RunBatch batch) => $"job#{batch.Batch}";
}
