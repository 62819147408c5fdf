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

    public async Task DoAsync(string host, ValueList<Deed> deeds, CancellationToken leave)
    {
        var batch = record.NextBatch(host);
        var job = new Job(record.Run, batch, JobSteps.Of(deeds, record.Run));
        record.Mean(new BatchMeant(host, batch, [.. deeds.Select(deed => deed.Id)]));
        var verify = new Verification(host, deeds, readings);
        var watched = await new JobWatch(sessions, host).RunAsync(
            job.RunId, batch, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(host)), s_patience), verify.Items(), leave);
        if (watched == WatchedJob.Left)
        {
            foreach (var deed in deeds) record.End(deed, DeedEnd.UnderWay, $"{Name(deed)}: its job goes on by itself; lmr resume {record.Run} looks after it");
            return;
        }
        if (watched is null or { NotBegun: not null })
        {
            // Lost in mid-batch: the job goes on by itself, and the next run finds it by its id.
            var why = watched is { NotBegun: { } said } ? $"not begun: {said}" : sessions.Trouble(host)?.What ?? "the job could not be read";
            foreach (var deed in deeds) record.End(deed, DeedEnd.Failed, $"{Name(deed)}: {why}");
            return;
        }
        var (reading, results, _) = watched;
        var failed = false;
        foreach (var deed in deeds)
        {
            var (end, text) = Judge(deed, reading, verify, results);
            failed |= end != DeedEnd.Done;
            if (!(rollBack && end == DeedEnd.Done && FailsLater(deed, deeds, reading, verify, results))) record.End(deed, end, text);
        }
        var ran = deeds.Where(deed => StepOf(deed, reading) is not null).ToValueList();
        if (ran.Count == 0) return;
        if (failed && rollBack) await RollBackAsync(new RunBatch(host, batch, deeds), ran);
        else Standing.Add(new StandingBatch(new RunBatch(host, batch, deeds), ran));
    }

    private static (DeedEnd End, string Text) Judge(Deed deed, JobReading reading, Verification verify, IReadOnlyDictionary<string, CommandResult> results)
    {
        if (StepOf(deed, reading) is not { } step)
        {
            // A job that was killed between two steps tells of no failure of its own, and is none the less not done.
            return reading.State == JobState.Interrupted && !reading.Steps.Any(Broke)
                ? (DeedEnd.Failed, $"{Name(deed)}: the job was interrupted before it") : (DeedEnd.NotRun, $"{Name(deed)}: not run");
        }
        if (step.State != JobStepState.Done || step.ExitCode != 0)
            return (DeedEnd.Failed, $"{Name(deed)}: failed: {(step.Err.Trim() is { Length: > 0 } said ? said : $"exit code {step.ExitCode}")}");
        return verify.Holds(deed, results) ? (DeedEnd.Done, $"{Name(deed)}: done") : (DeedEnd.Failed, $"{Name(deed)}: done, but reading again does not find what was wanted");
    }

    /// <summary>What the job tells of a deed; null where it did not come to it.</summary>
    private static JobStepReading? StepOf(Deed deed, JobReading reading) =>
        reading.Steps.FirstOrDefault(step => step.Id == deed.Id && step.State != JobStepState.NotRun);

    private static bool Broke(JobStepReading step) => step.State == JobStepState.Running || step is { State: JobStepState.Done, ExitCode: not 0 };

    private static bool FailsLater(Deed deed, ValueList<Deed> deeds, JobReading reading, Verification verify, IReadOnlyDictionary<string, CommandResult> results) =>
        deeds.Any(other => other != deed && Judge(other, reading, verify, results).End != DeedEnd.Done);

    private async Task RollBackAsync(RunBatch batch, ValueList<Deed> ran)
    {
        var back = await new BatchReturn(sessions, claims, record).DoAsync(record.Run, batch, ran);
        foreach (var (deed, problem) in back.Changes)
        {
            if (record.Of(deed) is not { } ended) End(deed, problem);
            else if (problem is not null) record.End(deed, DeedEnd.Held, $"{ended.Text}; and could not be taken back: {problem}");
        }
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
