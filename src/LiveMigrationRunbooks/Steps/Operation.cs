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
        ValueList<Refusal> refusals = [.. Refuse(answers, scene)];
        return refusals.Count > 0 ? new Verdict.Refused(refusals) : new Verdict.Runs(Plan(answers, scene));
    }
}
