using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong when schemas are printed and starter folders written: codes LMR917 to LMR919.</summary>
[ProblemFamily]
internal static class StarterProblems
{
    public static Diagnostic NoSchema(string name, IEnumerable<string> known) => new(
        "LMR917", Severity.Error, null, $"There is no schema '{name}'.", "Each kind of file has its own.", Suggestion.Fix(name, known, "schema"));

    public static Diagnostic IsThere(string folder, IReadOnlyList<string> files) => new(
        "LMR918", Severity.Error, null, $"Nothing was written: {Count(files.Count)} there already.",
        $"In {folder}: {string.Join(", ", files)}. What people have written is never overwritten.", "Name another folder, or move these away.");

    public static Diagnostic Unwritable(string path, string why) => new(
        "LMR919", Severity.Error, null, $"'{path}' cannot be written.", why, "Name a folder in which you may make files.");

    private static string Count(int files) => files == 1 ? "1 file is" : $"{files} files are";
}
