using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Names a step kind as runbooks write it, with one sentence that says what it is for. The catalogue finds kinds by it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StepKindAttribute(string name, string summary) : Attribute
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;
}

/// <summary>Describes an argument of a kind for the schema, the reference and the error texts.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentAttribute(string description) : KeyAttribute(description)
{
    /// <summary>
    /// Whether a secret may be given. Then the kind answers for it: the value goes to the host on standard input alone, and neither state, nor
    /// text, nor argument vector, nor JSON of the step holds it or a digest that anyone without the host's key could make.
    /// </summary>
    public bool Secret { get; init; }

    /// <summary>Whether it names a template in the runbook's repository, which is rendered for each host; the kind gets what that gives.</summary>
    public bool Rendered { get; init; }

    /// <summary>Whether a path may be given in place of the text: of a file beside the runbook, relative to the file that names it.</summary>
    public bool Beside { get; init; }
}
