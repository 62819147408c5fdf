using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>What the language has a place for and this version does not do: code LMR440.</summary>
[ProblemFamily]
internal static class NotYetProblems
{
    public static Diagnostic Key(YamlScalar key) => new(
        "LMR440", Severity.Error, key.Span, $"'{key.Text}' is not carried out by this version.", "What a runbook says is done, or it is refused; it is never passed over.", "Remove it.");
}
