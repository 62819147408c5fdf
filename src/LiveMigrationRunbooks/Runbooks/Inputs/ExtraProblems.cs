using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with the form of <c>-e</c>: code LMR901.</summary>
[ProblemFamily]
internal static class ExtraProblems
{
    public static Diagnostic NotAPair(string text) => new(
        "LMR901", Severity.Error, null, $"-e '{text}' is not name=value.", "An input or variable is set by its name.", "Write -e name=value, -e '{name: value}' or -e @file.yml.");
}
