using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>
/// The way back of changes that may cut the path to their host: a job that is there, whole, before the first of them is made, and begins by itself
/// after <paramref name="Seconds"/> unless it is confirmed. systemd counts the seconds, and a boot in between finishes it.
/// </summary>
/// <param name="Batch">Its own number, as of any job.</param>
/// <param name="Guarded">The batches of the run that it stops before it takes anything back.</param>
/// <param name="Steps">What it takes back, in that order.</param>
public sealed record Guard(string RunId, int Batch, int Seconds, ValueList<int> Guarded, ValueList<GuardStep> Steps);

/// <summary>What takes one deed back, as far as it had begun. The way goes on past what fails.</summary>
public sealed record GuardStep(string Id)
{
    /// <summary>The step that changes the running system; null where none does.</summary>
    public JobPlace? Runtime { get; init; }

    /// <summary>Commands that take that back.</summary>
    public ValueList<Command> UndoRuntime { get; init; } = [];

    /// <summary>The step that changes what the next start loads; it keeps the before-images of <see cref="Files"/>.</summary>
    public JobPlace? Kept { get; init; }

    /// <summary>Commands that take that back where files do not, or not alone; they run first.</summary>
    public ValueList<Command> UndoKept { get; init; } = [];

    public ValueList<string> Files { get; init; } = [];

    /// <summary>Commands that have the files loaded once they are back; whoever loads them also knows better what an address or a link was.</summary>
    public ValueList<Command> Afterwards { get; init; } = [];

    /// <summary>Commands of an operation: run once more at the end.</summary>
    public ValueList<Command> Again { get; init; } = [];

    /// <summary>The key of what is no longer owed when it has succeeded; null for none.</summary>
    public string? Settles { get; init; }
}
