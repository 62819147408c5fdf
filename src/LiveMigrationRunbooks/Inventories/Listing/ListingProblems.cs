using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>Problems of looking at an inventory (LMR180 to LMR189).</summary>
[ProblemFamily]
internal static class ListingProblems
{
    public static Diagnostic Ambiguous(SourceSpan? span, VariableSetting winner, VariableSetting other, string hosts) => new(
        "LMR180", Severity.Warning, span, $"'{winner.Name}' is ambiguous on {hosts}.",
        $"{winner.Place} and {other.Place} set different values, and neither is nearer to the host. Listed is what Ansible takes, the first; a runbook that uses it is refused.",
        winner.Layer == VariableLayer.Host ? "Remove one of them."
            : "Set it for the host in host_vars/, or give one of the groups an ansible_group_priority.");

    public static Diagnostic UnknownGroup(string name, IEnumerable<string> groups) => new(
        "LMR181", Severity.Error, null, $"There is no group '{name}'.", "A graph begins at one group.", Suggestion.Fix(name, groups, "group"));

    public static Diagnostic HostForGroup(string name) => new(
        "LMR182", Severity.Error, null, $"'{name}' is a host, not a group.", "A graph begins at one group.",
        $"See its groups and variables with: lmr inventory explain {name}");

    public static Diagnostic UnknownHost(string name, IEnumerable<string> hosts) => new(
        "LMR183", Severity.Error, null, $"There is no host '{name}'.", "Variables are explained as one host sees them.",
        Suggestion.Fix(name, hosts, "host"));

    public static Diagnostic GroupForHost(string name, string? member) => new(
        "LMR184", Severity.Error, null, $"'{name}' is a group, not a host.", "Variables are explained as one host sees them.",
        member is null ? "It has no hosts; name another one." : $"Name one of its hosts, for example '{member}'.");

    public static Diagnostic UnknownVariable(string name, string host, SourceSpan? elsewhere, string fix) => new(
        "LMR185", Severity.Error, null, $"{host} has no variable '{name}'.",
        elsewhere is null ? "No file of the inventory sets it."
            : $"{elsewhere.File.Path}:{elsewhere.Line} sets it, but for a group or host that {host} is not in.",
        fix);

    public static Diagnostic PartOfVariable(string path, string root) => new(
        "LMR186", Severity.Error, null, $"'{path}' is not a variable by itself.",
        $"The value of '{root}' is set as a whole: what is inside of it always comes from one place.", $"Ask for '{root}'.");

    public static Diagnostic GraphTooLarge(string group) => new(
        "LMR187", Severity.Error, null, $"The graph of '{group}' is too large to be read.",
        "A group that is inside of several others is shown in each of them, and so is everything inside of it.", "Name a group further down.");
}
