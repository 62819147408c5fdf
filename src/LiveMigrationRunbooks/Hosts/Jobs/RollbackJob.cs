using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>
/// Takes one step of an earlier job back. First every file is compared: where one is neither what the step left nor what was there before
/// it, the step ends with <see cref="RollbackJob.ChangedSince"/> and nothing is touched. Then <paramref name="Commands"/> run, then the
/// files return byte for byte (content, mode, owner, extended attributes, absence), then <paramref name="Afterwards"/> run (a reload, say).
/// </summary>
public sealed record RollbackStep(string Id, int StepNumber, ValueList<Command> Commands, ValueList<string> Files, ValueList<Command> Afterwards)
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The key of what is no longer owed when the step has succeeded; null for none.</summary>
    public string? Settles { get; init; }
}

/// <summary>
/// The inverse of a job, itself a job with a batch number of its own. The steps stand in the order they are carried out:
/// the reverse of the original, all of them, also when one fails. Before-images come from the original batch.
/// </summary>
public sealed record RollbackJob
{
    /// <summary>The exit code of a step whose file was changed by somebody else since.</summary>
    public const int ChangedSince = 75;

    public RollbackJob(string runId, int batch, string originalRunId, int originalBatch, ValueList<RollbackStep> steps)
    {
        if (!Job.IsRunId(runId) || !Job.IsRunId(originalRunId)) throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(runId));
        foreach (var step in steps) Job.CheckStep(step.Id, step.Files);
        (RunId, Batch, OriginalRunId, OriginalBatch, Steps) = (runId, batch, originalRunId, originalBatch, steps);
    }

    public string RunId { get; }

    public int Batch { get; }

    public string OriginalRunId { get; }

    public int OriginalBatch { get; }

    public ValueList<RollbackStep> Steps { get; }

    /// <summary>The plain inverse: every step of <paramref name="original"/> from the last to the first, with the inverse commands given by step id.</summary>
    public static RollbackJob Of(Job original, string runId, int batch, Func<JobStep, (ValueList<Command> Commands, ValueList<Command> Afterwards)> inverse) => new(
        runId,
        batch,
        original.RunId,
        original.Batch,
        original.Steps.Index().Reverse().Select(entry => new RollbackStep(
            entry.Item.Id, entry.Index, inverse(entry.Item).Commands, entry.Item.Files, inverse(entry.Item).Afterwards) { Timeout = entry.Item.Timeout }).ToValueList());
}
