using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>What can be wrong when a plan's runbook and inventory are read again: codes LMR470 and LMR471.</summary>
[ProblemFamily]
public static class PlanSourceProblems
{
    public static Diagnostic Moved(string path, string? now, bool isNew) => new(
        "LMR470", Severity.Error, null,
        isNew ? $"'{path}' was not there when the plan was made." : now is null ? $"'{path}' is gone since the plan was made." : $"'{path}' is another since the plan was made.",
        "The plan was made from other files, and only they were looked at.", "Make the plan again, or check out what it was made from.");

    public static Diagnostic Withheld(IEnumerable<string> names) => new(
        "LMR471", Severity.Error, null, $"The plan does not hold what -e set: {string.Join(", ", names)}.",
        "By the name it may be a secret, and no plan holds one.", "Give it again with -e.");
}
