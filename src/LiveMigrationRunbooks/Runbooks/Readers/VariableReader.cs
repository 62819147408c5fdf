using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads <c>vars:</c>, wherever it stands.</summary>
internal static class VariableReader
{
    private static readonly string[] s_taken = ["facts", "inventory_hostname", "inventory_hostname_short", "group_names"];

    public static ValueList<RunbookVariable> Read(YamlMapping? vars, Findings findings)
    {
        var variables = new List<RunbookVariable>();
        foreach (var entry in vars?.Entries ?? [])
        {
            if (WrongName(entry.Key.Text) is { } wrong) findings.Add(StructureProblems.BadName(entry.Key, wrong));
            SecretLook.At(entry.Key.Text, entry.Value, inFile: true, findings);
            variables.Add(new RunbookVariable(entry.Key.Text, entry.Value, entry.Key.Span));
        }
        return [.. variables];
    }

    /// <summary>Why nothing may be called that; null where it may.</summary>
    public static string? WrongName(string name) =>
        s_taken.Contains(name) ? "The name is taken for what is known of each host."
        : Identifier.Is(name) ? null : $"Expressions could not use it; it must be {Identifier.Words}.";
}
