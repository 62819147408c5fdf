using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What a value of an input is.</summary>
public enum InputType
{
    String,
    Integer,
    Number,
    Bool,
    Switch,
    Duration,
    Size,
    Rate,
    List,
    Map,
}

/// <summary>A value that whoever runs the runbook may set with <c>-e</c>, or that whoever includes a file may set in <c>with</c>.</summary>
/// <param name="Default">Null where there is none.</param>
/// <param name="Required">Whether it must be given where there is no default; otherwise it is null.</param>
public sealed record Input(
    string Name, InputType Type, YamlNode? Default, string? Description, ValueList<string> Allowed, bool Required, string? Pattern, YamlScalar? Min, YamlScalar? Max,
    SourceSpan Span);
