using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A runbook as it was written, checked against the language but not yet bound to hosts.</summary>
public sealed record Runbook(string Path, string Name, ValueList<Input> Inputs, ValueList<Play> Plays)
{
    /// <summary>When it may be applied; null for always.</summary>
    public Window? Window { get; init; }

    /// <summary>What people know about guests.</summary>
    public GuestCatalogue Guests { get; init; } = GuestCatalogue.Empty;
}

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
    SourceSpan Span)
{
    /// <summary>Earlier plays that must have ended well on all their hosts before this one is begun.</summary>
    public ValueList<Placed<string>> Requires { get; init; } = [];

    public OverBudget OverBudget { get; init; }
}

/// <summary>What becomes of the changes of a host on which a step failed.</summary>
public enum FailedHost
{
    Keep,
    Rollback,
}

/// <summary>What becomes of the changes of a play in which more hosts failed than may.</summary>
public enum OverBudget
{
    /// <summary>What was changed stays; nothing more is begun.</summary>
    Stop,

    /// <summary>The changes of the stage in which it happened are taken back, on every host of it.</summary>
    RollbackStage,

    /// <summary>The changes of the whole play are taken back.</summary>
    RollbackPlay,
}

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
