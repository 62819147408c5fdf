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

    /// <summary>Commands of the runbook's author that an apply runs on the host; none where all that is run came with lmr.</summary>
    public virtual ValueList<Command> OwnCommands() => [];

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

    /// <summary>What parts the host from such a state, from what was read to what was kept, for people; empty where nothing does.</summary>
    public virtual ValueList<Difference> Apart(JsonNode state, Answers answers, Scene scene) => [];

    /// <summary>How one of the step's keys stands beside what the step wants; null for steps without a state.</summary>
    public virtual Standing? BesideWant(string key, Answers answers, Scene scene) => null;

    /// <summary>How one of the step's keys stands beside a state that a host kept; null for steps without a state.</summary>
    public virtual Standing? BesideKept(string key, JsonNode state, Answers answers, Scene scene) => null;

    /// <summary>Whether the step would leave a host alone that is in that state, as far as one of its keys goes.</summary>
    public virtual bool IsContentWith(string key, JsonNode state, Answers answers, Scene scene) => true;

    /// <summary>The state that was read, both of its forms, as a plan keeps it; null for steps without one.</summary>
    public virtual JsonNode? StateIn(Answers answers, Scene scene) => null;

    /// <summary>Whether two states that were read are the same to this step: what it does not ask for, and what moves by itself, may differ.</summary>
    public virtual bool IsAlike(JsonNode then, JsonNode now) => true;
}

/// <summary>How one key of a host stands beside another state: what differs in either form, from the host's value to the other; empty where nothing does.</summary>
/// <param name="TwoForms">Whether what runs and what the next start loads are two things here.</param>
/// <param name="Files">The files that keep it: those the step writes, and the one whose word counts.</param>
public sealed record Standing(ValueList<Difference> Runtime, ValueList<Difference> Persisted, bool TwoForms, ValueList<string> Files)
{
    public bool Differs => Runtime.Count + Persisted.Count > 0;
}

/// <summary>The results of a step's probe, in the order of its commands.</summary>
public sealed record Answers(ValueList<CommandResult> Results)
{
    public CommandResult this[int index] => Results[index];
}
