using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Makes the names of a host's steps unique: a file that is included twice brings each of its names twice.</summary>
internal static class StepNames
{
    public static ValueList<BoundStep> Unique(IReadOnlyList<BoundStep> steps)
    {
        var often = steps.CountBy(step => step.Name, StringComparer.Ordinal).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        if (often.Count == 0) return [.. steps];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. steps.Select(step => often.Contains(step.Name) ? step with { Name = Free(step, taken) } : taken.Add(step.Name) ? step : step with { Name = Free(step, taken) })];
    }

    private static string Free(BoundStep step, HashSet<string> taken)
    {
        var name = step.Include is { } include ? $"{step.Name} [{include}]" : step.Name;
        if (taken.Add(name)) return name;
        for (var number = 2; ; number++)
            if (taken.Add($"{name} ({number})")) return $"{name} ({number})";
    }
}
