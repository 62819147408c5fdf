using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A runbook as it was written, checked against the language but not yet bound to hosts.</summary>
public sealed record Runbook(string Path, string Name, ValueList<Input> Inputs, ValueList<Play> Plays);

public enum InputType
{
    String,
    Integer,
    Bool,
    List,
}

/// <summary>A value that whoever runs the runbook may set with <c>-e</c>.</summary>
/// <param name="Default">Null where the input must be given.</param>
public sealed record Input(string Name, InputType Type, YamlNode? Default, string? Description, ValueList<string> Allowed, SourceSpan Span);

/// <summary>What is done with one set of hosts, in this order: empty them, run the steps, call the handlers, pass the gate.</summary>
/// <param name="Hosts">The pattern, where it stands.</param>
/// <param name="MaxFailed">The play stops when more hosts than this have failed; unreachable ones count.</param>
public sealed record Play(
    string Name,
    YamlScalar Hosts,
    Rollout Rollout,
    Share MaxFailed,
    FailedHost FailedHost,
    Evacuate? Evacuate,
    ValueList<StepCall> Steps,
    ValueList<StepCall> Handlers,
    ValueList<StepCall> Gate,
    SourceSpan Span);

/// <summary>What becomes of the changes of a host on which a step failed.</summary>
public enum FailedHost
{
    Keep,
    Rollback,
}

/// <summary>Empties the hosts of a play before their steps run: every running guest is moved to a host of the pattern.</summary>
public sealed record Evacuate(
    SourceSpan Span,
    [Key("Hosts that take the guests: a host pattern.")] HostsPattern To,
    [Key("Bandwidth for one guest; without it as fast as the link.", Example = "800Mbit/s")] ByteRate? BandwidthPerGuest = null,
    [Key("Slow a guest down that dirties memory faster than it can be sent.")] bool AutoConverge = true);

/// <summary>What a refused step means for its host.</summary>
public enum OnRefusal
{
    /// <summary>The host is left untouched, and counts as failed.</summary>
    Block,

    /// <summary>This step is left out, the rest goes on.</summary>
    Leave,
}

/// <summary>One entry under <c>steps</c>, <c>handlers</c> or <c>gate</c>: a kind and its arguments, templates not yet evaluated.</summary>
public sealed record StepCall(
    string Name,
    StepKind Kind,
    YamlNode Arguments,
    Expression? When,
    SourceSpan? WhenSpan,
    OnRefusal OnRefusal,
    ValueList<YamlScalar> Notify,
    SourceSpan Span);
