using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// A deed without a state of its own: restart a daemon. It is called for by <c>notify</c>, never by a difference, and runs once per host
/// and stage however many steps called.
/// </summary>
public abstract record Operation : Step
{
    public sealed override ValueList<string> Keys => [];

    /// <summary>What it runs on this host, decided from the probe's answers.</summary>
    protected abstract PlannedOperation Plan(Answers answers, Scene scene);

    protected virtual IEnumerable<Refusal> Refuse(Answers answers, Scene scene) => [];

    /// <summary>How it may cut the path to the host, as half a sentence; null where it cannot.</summary>
    protected virtual string? CutsPath(Answers answers, Scene scene) => null;

    public sealed override Verdict Judge(Answers answers, Scene scene)
    {
        if (HostPrograms.Missing(answers, [], scene).ToList() is { Count: > 0 } missing) return new Verdict.Refused([.. missing]);
        var (refusals, risked) = PathGuard.Sort(Refuse(answers, scene), scene);
        if (refusals.Count > 0) return new Verdict.Refused(refusals);
        var guard = PathGuard.Of(CutsPath(answers, scene), scene);
        var planned = Plan(answers, scene) with { Guard = guard };
        ValueList<Refusal> against = [.. HostPrograms.Missing(answers, planned.Commands, scene), .. guard?.Refuse(scene) ?? []];
        if (against.Count > 0) return new Verdict.Refused(against);
        return new Verdict.Runs(planned with { Does = string.Join("; ", [planned.Does, .. risked, .. guard is null ? [] : new[] { guard.Text }]) });
    }
}
