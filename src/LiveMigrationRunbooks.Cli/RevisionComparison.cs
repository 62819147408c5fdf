using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Revisions;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Plans runbook and inventory of another revision too, over the same sessions, and marks what only the present ones would do.</summary>
internal static class RevisionComparison
{
    public static async Task<Plan> MarkAsync(Plan plan, Loaded loaded, HostSessions sessions, string reference, CancellationToken stop)
    {
        var root = ReviewedFolder.Of(loaded.Asked.Runbook);
        var (read, why) = await Revision.ReadAsync(root, reference, stop);
        using var revision = read;
        if (revision is null) return ReviewMarks.Mark(plan, new PlanBase(reference, null, why), null);
        var (before, problem) = await PlanAsync(In(revision, root, loaded.Asked), sessions, stop);
        return ReviewMarks.Mark(plan, new PlanBase(reference, revision.Commit, problem), before);
    }

    private static async Task<(Plan? Plan, string? Problem)> PlanAsync(Asked asked, HostSessions sessions, CancellationToken stop)
    {
        var findings = new Findings();
        if (Loaded.Read(asked, findings) is { } loaded && !findings.HasErrors)
        {
            var probed = await new Prober(sessions, loaded.Binder).ReadAsync(loaded.Offline, findings, stop);
            if (!findings.HasErrors) return (Planner.Make(probed.Runbook, probed.Readings), null);
        }
        var first = findings.Sorted.First(finding => finding.Severity == Severity.Error);
        return (null, $"its runbook or inventory is not sound ({first.Code}: {first.What})");
    }

    // What lies in the repository is taken from the revision, everything else from where it is.
    private static Asked In(Revision revision, string root, Asked asked)
    {
        return asked with
        {
            Runbook = There(asked.Runbook),
            Inventories = [.. asked.Inventories.Select(word => GivenPath.Inventory(word, There))],
            // Nobody applies it, so its own limits trust nothing.
            Applies = false,
        };

        string There(string path) => ReviewedFolder.Real(path) is var real && ReviewedFolder.Holds(root, real) ? Path.Combine(revision.Folder, Path.GetRelativePath(root, real)) : real;
    }
}
