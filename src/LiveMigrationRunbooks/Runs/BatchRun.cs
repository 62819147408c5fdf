using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>A batch whose changes stand on its host, and what of it ran.</summary>
internal sealed record StandingBatch(RunBatch Batch, ValueList<Deed> Ran);

/// <summary>
/// Carries out the changes and operations of one host in one stage: one job on the host, then everything read again. Start, wait and
/// verify are one script where the job is done within it.
/// </summary>
internal sealed class BatchRun(
    HostSessions sessions, Claims claims, RunRecord record, IReadOnlyDictionary<string, HostReading> readings, bool rollBack)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The batches that stand: their changes could be taken back later.</summary>
    public ConcurrentBag<StandingBatch> Standing { get; } = [];

    public async Task DoAsync(string host, ValueList<Deed> deeds, CancellationToken stop)
    {
        var batch = record.NextBatch(host);
        var job = new Job(record.Run, batch, [.. deeds.Select(StepOf)]);
        record.Mean(new BatchMeant(host, batch, [.. deeds.Select(deed => deed.Id)]));
        var verify = new Verification(host, deeds, readings);
        var (reading, results) = await new JobWatch(sessions, host).RunAsync(
            job.RunId, batch, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(host)), s_patience), verify.Items(), CancellationToken.None);
        if (reading is null || results is null)
        {
            // Lost in mid-batch: the job goes on by itself, and the next run finds it by its id.
            foreach (var deed in deeds) record.End(deed, DeedEnd.Failed, $"{Name(deed)}: {sessions.Trouble(host)?.What ?? "the job could not be read"}");
            return;
        }
        if (results.TryGetValue(Start, out var started) && !started.Succeeded)
        {
            // Without steps to read nothing below would end these deeds, and a run in which nothing was done would call itself done.
            foreach (var deed in deeds) record.End(deed, DeedEnd.Failed, $"{Name(deed)}: not begun: {started.Complaint}");
            return;
        }
        var failed = false;
        foreach (var (deed, step) in deeds.Zip(reading.Steps))
        {
            var (end, text) = Judge(deed, step, verify, results);
            failed |= end != DeedEnd.Done;
            if (!(rollBack && end == DeedEnd.Done && FailsLater(deed, deeds, reading, verify, results))) record.End(deed, end, text);
        }
        var ran = deeds.Zip(reading.Steps).Where(pair => pair.Second.State != JobStepState.NotRun).Select(pair => pair.First).ToValueList();
        if (failed && rollBack) await RollBackAsync(new RunBatch(host, batch, deeds), ran);
        else Standing.Add(new StandingBatch(new RunBatch(host, batch, deeds), ran));
    }

    private static JobStep StepOf(Deed deed) => deed switch
    {
        ChangeDeed change => new JobStep(deed.Id, change.Change.Commands, change.Change.Files),
        OperationDeed operation => new JobStep(deed.Id, operation.Operation.Commands, []),
        _ => throw new InvalidOperationException($"{deed.GetType().Name} is not part of a batch."),
    };

    private static (DeedEnd End, string Text) Judge(Deed deed, JobStepReading step, Verification verify, IReadOnlyDictionary<string, CommandResult> results)
    {
        if (step.State == JobStepState.NotRun) return (DeedEnd.NotRun, $"{Name(deed)}: not run");
        if (step.State != JobStepState.Done || step.ExitCode != 0)
            return (DeedEnd.Failed, $"{Name(deed)}: failed: {(step.Err.Trim() is { Length: > 0 } said ? said : $"exit code {step.ExitCode}")}");
        return verify.Holds(deed, results) ? (DeedEnd.Done, $"{Name(deed)}: done") : (DeedEnd.Failed, $"{Name(deed)}: done, but reading again does not find what was wanted");
    }

    private static bool FailsLater(Deed deed, ValueList<Deed> deeds, JobReading reading, Verification verify, IReadOnlyDictionary<string, CommandResult> results) =>
        deeds.Zip(reading.Steps).Any(pair => pair.First != deed && Judge(pair.First, pair.Second, verify, results).End != DeedEnd.Done);

    private async Task RollBackAsync(RunBatch batch, ValueList<Deed> ran)
    {
        var back = await new BatchReturn(sessions, claims, record).DoAsync(record.Run, batch, ran);
        foreach (var (deed, problem) in back.Changes.Where(change => record.Of(change.Deed) is null)) End(deed, problem);
        foreach (var (deed, again) in back.Operations.Where(operation => record.Of(operation.Deed) is null)) End(deed, again ? null : "it could not be run again");

        void End(Deed deed, string? problem) => record.End(
            deed, problem is null ? DeedEnd.RolledBack : DeedEnd.Held, $"{Name(deed)}: {(problem is null ? "taken back" : $"could not be taken back: {problem}")}");
    }

    private static string Name(Deed deed) => deed switch
    {
        ChangeDeed change => change.Step.Name,
        OperationDeed operation => operation.Step.Name,
        _ => deed.Id,
    };
}
