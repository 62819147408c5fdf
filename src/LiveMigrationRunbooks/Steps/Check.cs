using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>What another host answered to the same check, and where it stands.</summary>
public sealed record HostAnswers(Scene Scene, Answers Answers);

/// <summary>A question to a host, asked in a gate after the changes; it changes nothing.</summary>
public abstract record Check : Step
{
    public sealed override ValueList<string> Keys => [];

    /// <summary>
    /// Whether hosts must say or do something before any of them can be asked about the others: <see cref="Prepare"/>, then <see cref="Ask"/>,
    /// and <see cref="Finish"/> when all have been asked.
    /// </summary>
    public virtual bool IsMutual => false;

    /// <summary>
    /// What every host of the gate is told before any of them is asked. What it leaves behind ends by itself, and soon: a run that was killed
    /// does not come back to end it. Its results stand first in the answers.
    /// </summary>
    public virtual ValueList<Command> Prepare(Scene scene) => [];

    /// <summary>The question itself, where it rests on what the hosts said when they prepared.</summary>
    /// <param name="prepared">Of the other hosts that prepared; those that were lost are not among them.</param>
    public virtual ValueList<Command> Ask(Scene scene, Answers own, ValueList<HostAnswers> prepared) => Probe(scene);

    /// <summary>Ends at once what preparing left behind; nobody reads its results.</summary>
    public virtual ValueList<Command> Finish(Scene scene) => [];

    /// <summary>
    /// What this host's answers mean beside those of the others that were asked: for checks about pairs, where one host alone cannot tell
    /// whose fault it is. <paramref name="others"/> lacks hosts that failed before or did not answer.
    /// </summary>
    public virtual Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others) => Judge(answers, scene);

    /// <summary>How long one command of the probe may take.</summary>
    public virtual TimeSpan Patience() => TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a failure with these answers may still turn into the contrary by itself; the gate asks again until then. Zero where asking
    /// again tells nothing new.
    /// </summary>
    public virtual TimeSpan SettlesWithin(Answers answers, Scene scene) => TimeSpan.Zero;

    /// <summary>What is run that did not come with lmr, for a reviewer to see; null where all of it did.</summary>
    public virtual string? Opaque() => null;
}
