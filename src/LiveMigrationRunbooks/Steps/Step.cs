using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// One entry of a runbook, bound to one host: an immutable record of its arguments with pure functions over what was read.
/// A step cannot reach a host; it names commands, and the engine runs them.
/// </summary>
public abstract record Step
{
    /// <summary>
    /// What it writes, as <c>nic/eth1#mtu</c> or <c>file:/etc/x#key</c>. Two writers of one key are a conflict; keys also name managed
    /// drift and staleness. Empty for steps that write nothing.
    /// </summary>
    public abstract ValueList<string> Keys { get; }

    /// <summary>Commands that only read. Their results reach the step in this order.</summary>
    public abstract ValueList<Command> Probe(Scene scene);

    /// <summary>What the readings mean for this step.</summary>
    public abstract Verdict Judge(Answers answers, Scene scene);

    /// <summary>
    /// Whether the host is in a state that a plan or a journal kept: asked before a change (is the plan still true?) and after a rollback
    /// (is the host as it was?). Steps without a state are always where they were.
    /// </summary>
    public virtual bool IsAt(JsonNode state, Answers answers, Scene scene) => true;

    /// <summary>
    /// Whether nothing that was read speaks against that state: asked before a rollback, where a form that cannot be read now (a daemon that
    /// has not loaded its file again) is no sign of a stranger.
    /// </summary>
    public virtual bool MayBeAt(JsonNode state, Answers answers, Scene scene) => true;

    /// <summary>The state that was read, both of its forms, as a plan keeps it; null for steps without one.</summary>
    public virtual JsonNode? StateIn(Answers answers, Scene scene) => null;
}

/// <summary>The results of a step's probe, in the order of its commands.</summary>
public sealed record Answers(ValueList<CommandResult> Results)
{
    public CommandResult this[int index] => Results[index];
}
