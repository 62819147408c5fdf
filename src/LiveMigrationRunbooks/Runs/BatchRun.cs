using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Carries out the changes and operations of one host in one stage: one job on the host, then everything read again. Start, wait and
/// verify are one script where the job is done within it.
/// </summary>
internal sealed class BatchRun(
    HostSessions sessions, Claims claims, RunRecord record, IReadOnlyDictionary<string, HostReading> readings, bool rollBack)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

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
        if (failed && rollBack) await RollBackAsync(host, job, deeds, reading);
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

    private async Task RollBackAsync(string host, Job job, ValueList<Deed> deeds, JobReading reading)
    {
        var done = deeds.Zip(reading.Steps).Where(pair => pair.Second.State != JobStepState.NotRun).Select(pair => pair.First).ToList();
        var back = new RollbackBatch(job.RunId, job.Batch, deeds, done);
        var batch = record.NextBatch(host);
        record.Mean(new BatchMeant(host, batch, [.. done.Select(deed => deed.Id)]));
        var (undone, _) = await new JobWatch(sessions, host).RunAsync(
            record.Run, batch, new RequestItem(Start, JobScripts.Start(back.Job(record.Run, batch), claims.Epoch(host)), s_patience), [], CancellationToken.None);
        foreach (var deed in done.Where(deed => record.Of(deed) is null))
        {
            var clean = undone?.Steps.FirstOrDefault(step => step.Id == deed.Id) is null or { ExitCode: 0 } && undone?.ExitCode == 0;
            record.End(deed, clean ? DeedEnd.RolledBack : DeedEnd.Held, $"{Name(deed)}: {(clean ? "taken back" : "could not be taken back")}");
        }
    }

    private static string Name(Deed deed) => deed switch
    {
        ChangeDeed change => change.Step.Name,
        OperationDeed operation => operation.Step.Name,
        _ => deed.Id,
    };
}
