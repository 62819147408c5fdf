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

    public sealed override Verdict Judge(Answers answers, Scene scene)
    {
        if (HostPrograms.Missing(answers, [], scene).ToList() is { Count: > 0 } missing) return new Verdict.Refused([.. missing]);
        if (Refuse(answers, scene).ToList() is { Count: > 0 } refusals) return new Verdict.Refused([.. refusals]);
        var planned = Plan(answers, scene);
        return HostPrograms.Missing(answers, planned.Commands, scene).ToList() is { Count: > 0 } against ? new Verdict.Refused([.. against]) : new Verdict.Runs(planned);
    }
}
