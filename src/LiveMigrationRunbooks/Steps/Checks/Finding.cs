namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>One thing that a check has found; with a remedy it is a failure.</summary>
internal sealed record Finding(string Text, string? Remedy = null)
{
    /// <summary>The verdict of all of them: what failed where something did, else what was found.</summary>
    /// <param name="nothing">What is said where nothing was found.</param>
    public static Verdict Of(IReadOnlyList<Finding> all, string nothing)
    {
        var failures = all.Where(each => each.Remedy is not null).ToList();
        return failures.Count == 0
            ? new Verdict.Passed(string.Join(", ", all.Select(each => each.Text).DefaultIfEmpty(nothing)))
            : new Verdict.Failed(string.Join("; ", failures.Select(each => each.Text)), string.Join(" ", failures.Select(each => each.Remedy).Distinct()));
    }
}
