using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>A batch that a run meant before it broke off, and what its host says of the job.</summary>
/// <param name="Returns">The batch that it takes back; null for one that goes forward.</param>
public sealed record MeantBatch(RunBatch Batch, int? Returns, JobReading Job)
{
    /// <summary>The batches that it takes back by itself unless it is confirmed; none for what is no guard.</summary>
    public ValueList<int> Guards { get; init; } = [];

    /// <summary>The deeds that the job came to.</summary>
    public ValueList<Deed> Ran => [.. Batch.Deeds.Where(deed => StepOf(deed.Id) is { State: not JobStepState.NotRun })];

    public JobStepReading? StepOf(string deed) => Job.Steps.FirstOrDefault(step => step.Id == deed);
}

/// <summary>Where a run stands that is taken up again: what its journal has of it, and what its hosts have. A new run stands at the start.</summary>
/// <param name="Ended">Deeds whose end is in the journal, and stands.</param>
/// <param name="Found">Deeds whose end follows from what the hosts were found to be; it is journaled when the hosts are claimed.</param>
/// <param name="Batches">All that was meant, in its order.</param>
/// <param name="Starts">What the changes that are still to do start from; null for what their plan says.</param>
public sealed record Position(ValueList<DeedResult> Ended, ValueList<DeedResult> Found, ValueList<MeantBatch> Batches, ValueList<ChangeDeed>? Starts)
{
    public static Position Start { get; } = new([], [], [], null);

    /// <summary>Deeds that were begun and of whose end nobody knows.</summary>
    public ValueList<string> Begun { get; init; } = [];

    /// <summary>The number of the last job that was meant for a host.</summary>
    public int LastBatch(string host) => Batches.Where(each => each.Batch.Host == host).Select(each => each.Batch.Number).DefaultIfEmpty(0).Max();

    /// <summary>
    /// Whether the job has come to its end, or is being taken back, without that its deeds were judged: it is judged as it would have been then.
    /// One that was cut off in the middle is not; what it left is observed, and what it did not do is done in a new batch. Where a guest is says
    /// no job, but both hosts.
    /// </summary>
    public bool IsOpen(MeantBatch each) => each.Returns is null && !IsUndone(each) && each.Batch.Deeds.Any(deed => deed is ChangeDeed or OperationDeed)
        && (each.Job.State == JobState.Done || Batches.Any(back => back.Returns == each.Batch.Number && back.Batch.Host == each.Batch.Host && !back.Job.NeverBegins));

    /// <summary>Whether it stood under a timer that nobody confirmed: its host has taken it back, and it is done anew.</summary>
    public bool IsUndone(MeantBatch each) =>
        Batches.Any(guard => guard.Batch.Host == each.Batch.Host && guard.Guards.Contains(each.Batch.Number) && guard.Job.State != JobState.Confirmed);

    /// <summary>The job that began to take a batch back, and came to its end; null where there is none.</summary>
    public MeantBatch? ReturnOf(RunBatch batch) =>
        Batches.LastOrDefault(back => back.Returns == batch.Number && back.Batch.Host == batch.Host && back.Job.State == JobState.Done && !IsUndone(back));
}
