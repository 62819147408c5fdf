using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>One guest that leaves kvm1 for kvm2 on a simulation, planned and carried out by the code that does it on real hosts.</summary>
internal sealed class SimulatedMove : IStoredRun
{
    public const string Uuid = "4f1f5d0e-0000-5000-8000-000000000001";
    private readonly RunbookFolder _folder;
    private readonly MoveTerms _terms;
    private readonly ValueList<Deed> _deeds;
    private int _begun;

    /// <param name="policy">Lines of a policy, as a flow mapping.</param>
    /// <param name="evacuate">More keys of <c>evacuate</c>, each behind a comma.</param>
    /// <param name="mayBeLost">Whether its owner accepts what post-copy risks.</param>
    /// <param name="files">What lies beside the runbook, by name: scripts that may be run, or another guest catalogue.</param>
    public SimulatedMove(SimulatedGuest guest, SimulatedTerms terms, string policy = "{ extends: balanced }", string evacuate = "", bool mayBeLost = false, params (string Name, string Text)[] files)
    {
        Cluster = new SimulatedCluster(Time, terms);
        Cluster.Start(guest, "kvm1");
        _folder = new RunbookFolder("");
        _folder.Write("guests.yml", $"guests:\n  - {{ name: \"*\", accept_guest_loss: {(mayBeLost ? "true" : "false")} }}\n");
        foreach (var (name, text) in files)
        {
            _folder.Write(name, text);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        _folder.Write("runbook.yml", $$"""
            guests: guests.yml
            policies: { tried: {{policy}} }
            plays:
              - hosts: kvm1
                evacuate: { to: kvm2, policy: tried{{evacuate}} }
            """);
        var bound = _folder.Bind();
        _terms = new MoveTerms(bound);
        var readings = new HandMadeReadings();
        var answers = SimulatedSurvey.Answers(new ProbeQuestions([], [new Endpoint("198.51.100.12", new MigrationPorts().Last)], ["kvm2"], []));
        if (!mayBeLost) answers = answers with { Userfaultfd = null };
        foreach (var host in new[] { "kvm1", "kvm2" }) readings.With(host, Cluster.Of(host).SurveyAsync().GetAwaiter().GetResult().Reading, answers);
        var plan = readings.Plan(bound);
        _deeds = [.. plan.Deeds.Where(deed => deed.Guest is not null)];
        if (_deeds.Count == 0) throw new InvalidOperationException($"It would not move: {string.Join("; ", plan.Plays[0].Evacuation?.Refused.SelectMany(guest => guest.Reasons).SelectMany(reason => reason.Blocked).Select(finding => finding.What) ?? [])}.");
    }

    public SkippingTime Time { get; } = new();

    public SimulatedCluster Cluster { get; }

    public List<string> Told { get; } = [];

    /// <summary>How all of its deeds ended, in their order.</summary>
    public IReadOnlyList<DeedResult> Results { get; private set; } = [];

    /// <summary>A file beside the runbook.</summary>
    public string At(string name) => _folder.At(name);

    public string Id => PastRun.Id;

    public RunWish Wish => RunWish.GoOn;

    public MoveDeed Deed => _deeds.OfType<MoveDeed>().Single();

    /// <summary>Carries out move, settling and removal; how the move ended, and how the last of them did.</summary>
    /// <param name="again">Whether an earlier process of the same run has begun it.</param>
    /// <param name="stop">Somebody wants it to end.</param>
    public async Task<(DeedResult Move, DeedResult Last)> RunAsync(bool again = false, CancellationToken stop = default)
    {
        var record = new RunRecord(this, happened => Told.Add(happened.Text), new Position([], [], [new MeantBatch(new RunBatch(Id, "kvm1", _begun, []), null, new JobReading(JobState.Done, 0, []))], null));
        var loop = new MoveLoop(Cluster.Of, record, _terms, new MovesNow(), null, Time);
        foreach (var deed in _deeds)
        {
            await loop.DoAsync(deed is MoveDeed move ? move with { UnderWay = again, Batch = again ? 1 : null } : deed, stop);
            if (record.Of(deed)?.End is DeedEnd.Held or DeedEnd.UnderWay) break;
        }
        Results = [.. _deeds.Select(record.Of).OfType<DeedResult>()];
        _begun = Math.Max(_begun, record.NextBatch("kvm1"));
        return (record.Results.First(result => result.Deed is MoveDeed), record.Results[^1]);
    }

    /// <summary>What libvirt says of the guest on both hosts.</summary>
    public async Task<(string Source, string Target)> SidesAsync() => ((await Cluster.Of("kvm1").ReadAsync(Uuid)).Said, (await Cluster.Of("kvm2").ReadAsync(Uuid)).Said);

    public void Append(JournalRecord record)
    {
    }

    public void KeepPlan(string json)
    {
    }

    public void Dispose() => _folder.Dispose();
}
