using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A condition, and where it stands.</summary>
public sealed record Condition(Expression Expression, SourceSpan Span);

/// <summary>A variable that a runbook sets; its value may hold templates, evaluated where it is used.</summary>
public sealed record RunbookVariable(string Name, YamlNode Value, SourceSpan Span);

/// <summary>What an included file asks for, and what the including place gives (null: the parameter's default).</summary>
public sealed record Parameter(Input Input, YamlNode? Given);

/// <summary>An entry that is done once for each item of a list or mapping.</summary>
/// <param name="Over">A list, a mapping, or a template that gives one.</param>
/// <param name="As">The name of the item inside of the entry.</param>
public sealed record ForEach(YamlNode Over, string As, SourceSpan Span);

/// <summary>What an entry says for itself and for everything inside of it.</summary>
/// <param name="Parameters">What an included file was given; empty for everything else.</param>
/// <param name="FileVariables">Variables that an included file sets for itself.</param>
public sealed record Frame(
    string? Name, ValueList<Condition> When, ValueList<YamlScalar> Tags, ValueList<RunbookVariable> Variables, ForEach? ForEach,
    ValueList<Parameter> Parameters, ValueList<RunbookVariable> FileVariables)
{
    public static Frame Nothing { get; } = new(null, [], [], [], null, [], []);
}

/// <summary>One entry of a list of steps: a call of a kind, or a block of entries.</summary>
public abstract record StepEntry(Frame Frame, SourceSpan Span)
{
    /// <summary>The calls inside, those of included files among them, in the order they stand.</summary>
    public abstract IEnumerable<StepCall> Calls { get; }

    /// <summary>How many <see cref="Calls"/> there are.</summary>
    public abstract int Count { get; }
}

/// <summary>A kind and its arguments, templates not yet evaluated.</summary>
/// <param name="Name">What it was named, else its kind and first argument.</param>
/// <param name="Named">The name where it stands; null where it has none of its own.</param>
public sealed record StepCall(
    string Name,
    StepKind Kind,
    YamlNode Arguments,
    Frame Frame,
    OnRefusal OnRefusal,
    ValueList<YamlScalar> Notify,
    SourceSpan Span,
    YamlScalar? Named = null) : StepEntry(Frame, Span)
{
    /// <summary>Whom the change may disturb while it is made.</summary>
    public ValueList<Disturbed> MayDisturb { get; init; } = [];

    /// <summary>The seconds in which its change shall be confirmed; null where the runbook does not say.</summary>
    public int? ConfirmWithin { get; init; }

    public override IEnumerable<StepCall> Calls => [this];

    public override int Count => 1;
}

/// <summary>Entries with something in common; what a file that is included holds is one too.</summary>
/// <param name="Included">The path as it is written; null for a block.</param>
public sealed record StepBlock(Frame Frame, ValueList<StepEntry> Entries, YamlScalar? Included, SourceSpan Span) : StepEntry(Frame, Span)
{
    public override IEnumerable<StepCall> Calls => Entries.SelectMany(entry => entry.Calls);

    public override int Count { get; } = Entries.Sum(entry => entry.Count);
}

/// <summary>A list of entries: <c>steps</c>, <c>handlers</c> or <c>gate</c>.</summary>
public sealed record StepList(ValueList<StepEntry> Entries)
{
    public static StepList Empty { get; } = new([]);

    /// <summary>How many calls stand in it, before anything is repeated for each item.</summary>
    public int Count { get; } = Entries.Sum(entry => entry.Count);

    public IEnumerable<StepCall> Calls => Entries.SelectMany(entry => entry.Calls);
}
