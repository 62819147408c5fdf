using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A runbook as it was written, with all it includes, checked against the language but not yet bound to hosts.</summary>
/// <param name="Files">Every file it was read from, its own first.</param>
public sealed record Runbook(string Path, string Name, ValueList<Input> Inputs, ValueList<RunbookVariable> Variables, ValueList<Play> Plays, ValueList<SourceFile> Files)
{
    /// <summary>When it may be applied; null for always.</summary>
    public Window? Window { get; init; }

    /// <summary>What people know about guests.</summary>
    public GuestCatalogue Guests { get; init; } = GuestCatalogue.Empty;
}

/// <summary>What is done with one set of hosts, in this order: empty them, run the steps, call the handlers, pass the gate.</summary>
/// <param name="Hosts">The pattern, where it stands.</param>
/// <param name="MaxFailed">The play stops when more hosts than this have failed; unreachable ones count.</param>
/// <param name="Frames">What it says for all of its steps; before that, what the includes that it came through say.</param>
public sealed record Play(
    string Name,
    YamlScalar Hosts,
    Rollout Rollout,
    FailureBudget MaxFailed,
    FailedHost FailedHost,
    Evacuate? Evacuate,
    StepList Steps,
    StepList Handlers,
    StepList Gate,
    ValueList<Frame> Frames,
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
