using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>
/// One step of a job. Before its commands run, the before-images of <paramref name="Files"/> (absolute paths) are kept on the host;
/// after them, also when one failed, what each file then is gets recorded. The first command that fails ends the step.
/// </summary>
public sealed record JobStep(string Id, ValueList<Command> Commands, ValueList<string> Files)
{
    /// <summary>The exit code of a step that restores, where a file was changed by somebody else since.</summary>
    public const int ChangedSince = 75;

    /// <summary>
    /// The step whose before-images this one puts back; null for a step that goes forward. First every file is compared: where one is neither
    /// what that step left nor what was there before it, this one ends with <see cref="ChangedSince"/> and nothing is touched. Then the commands
    /// run, then the files return byte for byte (content, mode, owner, extended attributes, absence), then <see cref="Afterwards"/> run.
    /// </summary>
    public JobPlace? Restores { get; init; }

    /// <summary>Commands that run once the files are back: a daemon loads them again.</summary>
    public ValueList<Command> Afterwards { get; init; } = [];

    /// <summary>How long one command may take before it is ended with exit code 124.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What must be run because of this step; the host keeps it from before the step until a step settles it.</summary>
    public ValueList<OwedMark> Owes { get; init; } = [];

    /// <summary>The key of what is no longer owed when the step has succeeded; null for none.</summary>
    public string? Settles { get; init; }

    /// <summary>What the host keeps as the last value of some keys when the step has succeeded. A step that restores puts back what stood in its place.</summary>
    public OwnedValue? Owns { get; init; }
}

/// <summary>The last value given to keys: file names made from them, and one line of JSON, an object.</summary>
public sealed record OwnedValue(ValueList<string> Names, string Text);

/// <summary>Something that a host keeps until it is settled: a key, which is a file name, and one line of text.</summary>
public sealed record OwedMark(string Key, string Text);

/// <summary>
/// One batch of changes that the host carries out by itself, once: run and batch name it for ever.
/// A step that fails stops the job, unless it <see cref="GoesOn"/>; the steps after it are not run.
/// </summary>
public sealed partial record Job
{
    public Job(string runId, int batch, ValueList<JobStep> steps)
    {
        if (!IsRunId(runId)) throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(runId));
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        foreach (var step in steps) Check(step);
        (RunId, Batch, Steps) = (runId, batch, steps);
    }

    public string RunId { get; }

    public int Batch { get; }

    public ValueList<JobStep> Steps { get; }

    /// <summary>Whether the steps after one that failed are run all the same: what cannot be taken back is no reason to leave the rest as it is.</summary>
    public bool GoesOn { get; init; }

    public static bool IsRunId(string runId) => RunIdShape().IsMatch(runId);

    private static void Check(JobStep step)
    {
        if (step.Id.Any(char.IsControl)) throw new ArgumentException($"The id of a step holds a control character: {step.Id}", nameof(step));
        if (step.Files.FirstOrDefault(file => !IsPath(file)) is { } file) throw new ArgumentException($"Not an absolute, plain path: {file}", nameof(step));
        if (step.Restores is { } origin && !IsRunId(origin.Run)) throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(step));
    }

    private static bool IsPath(string path) =>
        path.StartsWith('/') && path.Length > 1 && !path.EndsWith('/') && !path.Any(char.IsControl) && !path.Split('/').Contains("..");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{0,63}\z")]
    private static partial Regex RunIdShape();
}
