using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>
/// What a plan was made from: enough to read the same things again, and to tell whether they are still the same. Paths are relative to the
/// runbook's folder, so that a checkout may lie elsewhere; the runbook's own is the name that was given.
/// </summary>
/// <param name="Tool">The version that made it.</param>
/// <param name="Inventories">As given to <c>-i</c>: paths, or hosts with commas.</param>
/// <param name="Extra">The words of <c>-e</c>, but for those that may hold a secret.</param>
/// <param name="Vaults">Names of password files, as given; what is in them is nowhere.</param>
/// <param name="Files">SHA-256 of every file that was read, by path.</param>
/// <param name="Commit">What git says; null outside a repository, or without git.</param>
public sealed record PlanSource(
    string Tool,
    string Runbook,
    ValueList<string> Inventories,
    string? Limit,
    ValueList<string> Tags,
    ValueList<string> SkipTags,
    ValueList<string> Extra,
    ValueList<string> Vaults,
    ValueMap<string> Files,
    PlanCommit? Commit,
    DateTimeOffset MadeAt)
{
    /// <summary>Names that <c>-e</c> set to what may be a secret: those words are not kept, and whoever reads again gives them again.</summary>
    public ValueList<string>? Withheld { get; init; }

    /// <summary>Until when it may be applied; null for the plan of a run, which was applied at once.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Whether secrets were read for it.</summary>
    public bool Secrets { get; init; }

    /// <summary>The one guest that it was to move; null where a runbook says what is done.</summary>
    public MoveAsked? Move { get; init; }

    /// <summary>The folder that the paths are relative to, for a runbook at <paramref name="runbook"/>.</summary>
    public static string FolderOf(string runbook) => Path.GetDirectoryName(Path.GetFullPath(runbook)) ?? "/";

    /// <summary>Every file whose content is not what it was, in order; null where it is not there any more.</summary>
    public IEnumerable<(string Path, string? Now)> Moved(Func<string, string?> digest) =>
        Files.Select(file => (file.Key, Was: file.Value, Now: digest(file.Key))).Where(file => file.Was != file.Now).Select(file => (file.Key, file.Now));
}

/// <summary>The commit that was checked out.</summary>
/// <param name="IsDirty">Whether a file that was read is not as it is in the commit.</param>
public sealed record PlanCommit(string Id, bool IsDirty);
