using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Problems of variables that matter only where one is used (LMR130 to LMR133).</summary>
[ProblemFamily]
internal static class VariableProblems
{
    // No host is named in the first two: a use that many hosts share is told once.
    public static Diagnostic Conflict(SourceSpan? use, VariableSetting winner, VariableSetting other) => new(
        "LMR130", Severity.Error, use ?? winner.Span, $"'{winner.Name}' is ambiguous.",
        $"{winner.Place} and {other.Place} set different values, and neither is nearer to the host.",
        winner.Layer == VariableLayer.Host ? "Remove one of them."
            : "Set it for the host in host_vars/, or give one of the groups an ansible_group_priority.");

    public static Diagnostic Jinja(SourceSpan? use, string path, SourceSpan at) => new(
        "LMR131", Severity.Error, use
            ?? at, $"'{path}' holds a Jinja2 template.", $"It stands in {at.File.Path}:{at.Line}; Jinja2 is not evaluated here.",
        "Give the value itself, or compute it in the runbook.");

    public static Diagnostic AnsibleDiffers(SourceSpan? use, VariableSetting winner, VariableSetting ansibles) => new(
        "LMR133", Severity.Warning, use ?? winner.Span, $"Ansible would take another value of '{winner.Name}'.",
        winner.InFile
            ? $"Here the deeper group wins: {winner.Place}. Ansible reads the files of each inventory on top of those before: {ansibles.Place}."
            : $"Here the deeper group wins: {winner.Place}. Ansible lets any group_vars file win over the inventory file: {ansibles.Place}.",
        $"Move the value of {winner.Owner} into group_vars/{winner.Owner}.yml{(winner.InFile ? " beside the last inventory" : "")}, so that both agree.");
}
