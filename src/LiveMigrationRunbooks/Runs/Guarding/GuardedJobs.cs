using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guarding;

/// <summary>
/// A batch under a timer as its host sees it: a job that changes the running system, one that keeps, loads and runs the rest, and the guard that
/// takes both back. Pure.
/// </summary>
/// <param name="Runtime">Null where the running system is only changed by what is kept.</param>
/// <param name="Kept">Null where nothing is kept.</param>
internal sealed record GuardedJobs(string Host, Job? Runtime, Job? Kept, Guard Guard, ValueList<Deed> Deeds)
{
    /// <summary>The batch that this takes back; null for one that goes forward.</summary>
    public int? Returns { get; init; }

    public ValueList<Job> Jobs => [.. new[] { Runtime, Kept }.OfType<Job>()];

    /// <param name="all">The deeds of the host in this stage: what a change calls may come in a later batch.</param>
    /// <param name="standing">The batches before this one, which kept the files of <see cref="HostBatch.Earlier"/>.</param>
    public static GuardedJobs Of(Author by, string host, HostBatch batch, ValueList<Deed> all, IReadOnlyList<StandingBatch> standing, Func<int> next)
    {
        var runtime = batch.Deeds.OfType<ChangeDeed>().Where(deed => deed.Change.Runtime.Count > 0).ToValueList<Deed>();
        var kept = batch.Deeds.Where(deed => deed is OperationDeed || deed is ChangeDeed { Change: { Persist.Count: > 0 } or { Runtime.Count: 0 } } || IsRestored(deed)).ToValueList();
        var first = runtime.Count > 0 ? JobSteps.Runtime(by, next(), runtime, kept, all) : null;
        var second = kept.Count > 0 ? JobSteps.Kept(by, next(), kept, all) : null;
        var jobs = new GuardedJobs(host, first, second, new Guard(by.Run, next(), batch.GuardSeconds ?? 0, [.. new[] { first, second }.OfType<Job>().Select(job => job.Batch)], []), batch.Deeds);
        return jobs with
        {
            Guard = jobs.Guard with
            {
                Steps = Ordered([.. jobs.Back(batch, standing)], batch.Deeds),
            },
        };
    }

    /// <summary>A way back under a timer: one job, because what it leads to has been proven before.</summary>
    /// <param name="returns">The batch that it takes back.</param>
    public static GuardedJobs Returning(Job back, string host, ValueList<Deed> deeds, int returns, int seconds, int number) => new(
        host, null, back, new Guard(back.RunId, number, seconds, [back.Batch], Ordered([.. deeds.OfType<ChangeDeed>().Reverse().Select(deed => Back(deed, PlaceIn(back, deed), PlaceIn(back, deed)))], deeds)), deeds)
    {
        Returns = returns,
    };

    private static ValueList<GuardStep> Ordered(ValueList<GuardStep> back, ValueList<Deed> deeds) =>
    [
        .. back.Select(step => step.Files.Count > 0 ? step with { Afterwards = [] } : step),
        // One step's files may be another's to load: all of them are back before anything is loaded.
        .. back.Where(step => step.Files.Count > 0 && step.Afterwards.Count > 0).Select(step => new GuardStep(step.Id) { Kept = step.Kept, Runtime = step.Runtime, Afterwards = step.Afterwards }),
        .. deeds.OfType<OperationDeed>().Where(deed => deed.Operation.Irreversible is null).Select(deed => new GuardStep(deed.Id) { Again = deed.Operation.Commands, Settles = OwedOperation.KeyOf(deed.Step) }),
    ];

    /// <summary>What the journal must know before anything is armed. A change stands in the job that keeps its files, and in one job only.</summary>
    public IEnumerable<JournalRecord> Meant()
    {
        var kept = Kept?.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        var only = (Runtime?.Steps ?? []).Index().Where(step => !kept.Contains(step.Item.Id)).ToList();
        if (Runtime is not null) yield return new BatchMeant(Host, Runtime.Batch, [.. only.Select(step => step.Item.Id)]) { Places = [.. only.Select(step => step.Index)] };
        if (Kept is not null) yield return new BatchMeant(Host, Kept.Batch, [.. Kept.Steps.Select(step => step.Id)]) { Returns = Returns };
        // To whoever takes the run up again it is a way back like any other; one that was confirmed never began.
        yield return new BatchMeant(Host, Guard.Batch, [.. Deeds.Select(deed => deed.Id)]) { Returns = Guard.Guarded[^1] };
        yield return new GuardArmed(Host, Guard.Batch, Guard.Guarded, Guard.Seconds, [.. Deeds.Select(deed => deed.Id)]);
    }

    /// <summary>The same as batches of a run, as a later way back needs them.</summary>
    public IEnumerable<RunBatch> Batches() => Meant().OfType<BatchMeant>().Where(meant => meant.Returns is null)
        .Select(meant => RunBatch.Of(Guard.RunId, meant, Deeds.ToDictionary(deed => deed.Id, StringComparer.Ordinal)));

    /// <summary>Both jobs as one: of a deed that has a step in each, the one that tells more.</summary>
    public static JobReading Together(JobReading? runtime, JobReading last) => runtime is null ? last : last with
    {
        Steps = [.. runtime.Steps.Concat(last.Steps).GroupBy(step => step.Id, StringComparer.Ordinal)
            .Select(same => same.FirstOrDefault(step => step is { State: JobStepState.Done, ExitCode: not 0 }) ?? same.FirstOrDefault(step => step.State != JobStepState.Done) ?? same.Last())],
    };

    private static bool IsRestored(Deed deed) => deed is ChangeDeed { Restores: not null, Change.Files.Count: > 0 };

    private static JobPlace? PlaceIn(Job? job, Deed deed) =>
        job?.Steps.Index().FirstOrDefault(entry => entry.Item.Id == deed.Id) is { Item: not null } found ? new JobPlace(job.RunId, job.Batch, found.Index) : null;

    private IEnumerable<GuardStep> Back(HostBatch batch, IReadOnlyList<StandingBatch> standing) =>
    [
        .. batch.Deeds.OfType<ChangeDeed>().Reverse().Select(deed => Back(deed, PlaceIn(Runtime, deed), PlaceIn(Kept, deed))),
        .. batch.Earlier.Reverse().Select(deed => standing.Select(each => each.Batch).FirstOrDefault(each => each.Deeds.Contains(deed))?.PlaceOf(deed) is { } place ? Back(deed, place, place) : null).OfType<GuardStep>(),
    ];

    private static GuardStep Back(ChangeDeed deed, JobPlace? runtime, JobPlace? kept) => new(deed.Id)
    {
        Runtime = runtime,
        UndoRuntime = deed.Change.UndoRuntime,
        Kept = kept,
        UndoKept = deed.Change.UndoPersist,
        Files = deed.Change.Files,
        Afterwards = deed.Change.UndoAfterFiles ?? [],
    };
}
