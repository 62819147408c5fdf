using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>A check in which every host first tells or does something, before any of them is asked about the others.</summary>
public abstract record MutualCheck : Check
{
    public sealed override bool IsMutual => true;

    public sealed override ValueList<Command> Probe(Scene scene) => [.. Prepare(scene), .. Ask(scene, new Answers([]), [])];

    public abstract override ValueList<Command> Prepare(Scene scene);

    public abstract override ValueList<Command> Ask(Scene scene, Answers own, ValueList<HostAnswers> prepared);

    public sealed override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public abstract override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others);
}
