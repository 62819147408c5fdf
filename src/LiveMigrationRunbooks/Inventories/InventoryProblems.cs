using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Problems of an inventory's shape and names (LMR103 to LMR115).</summary>
[ProblemFamily]
internal static class InventoryProblems
{
    public static Diagnostic Plugin(SourceSpan span) => new(
        "LMR103", Severity.Error, span, "This configures an inventory plugin.", "Ansible's plugins are not run here.",
        "Save the result of 'ansible-inventory --list --yaml' and name that file.");

    public static Diagnostic NothingToRead(string path) => new(
        "LMR104", Severity.Error, null, $"The folder '{path}' holds no inventory.", "Everything in it is passed over: by its extension, or because it begins with a dot.",
        "Name the inventory file, or put one there.");

    public static Diagnostic ReservedGroup(SourceSpan span, string name) => new(
        "LMR105", Severity.Error, span, $"'{name}' stands where a group's name is expected.", "It is a key inside of a group.",
        $"Indent it below a group, for example 'all:'.");

    public static Diagnostic BadGroupName(SourceSpan span, string name) => new(
        "LMR106", Severity.Error, span, $"'{name}' cannot be a group's name.",
        "Names of groups are made of letters, digits, '_', '-' and '.', and do not begin with '-' or '.'.", "Rename the group.");

    public static Diagnostic GroupCycle(SourceSpan span, IReadOnlyList<string> cycle) => new(
        "LMR107", Severity.Error, span, $"The groups {string.Join(" → ", cycle)} contain each other.",
        "A group cannot be inside of itself.", "Remove one of the links.");

    public static Diagnostic BadHostName(SourceSpan span, string name, string why) => new(
        "LMR108", Severity.Error, span, $"'{name}' cannot be a host's name.", why,
        "Use letters, digits, '-', '_' and '.'; an address of another form goes into ansible_host.");

    public static Diagnostic OtherCase(SourceSpan span, string name, string first, SourceSpan firstSpan) => new(
        "LMR109", Severity.Error, span, $"'{name}' and '{first}' are the same host.",
        $"Names of hosts do not differ by case alone; the other stands in line {firstSpan.Line} of {firstSpan.File.Path}.",
        $"Write '{first}' in both places.");

    public static Diagnostic BadRange(SourceSpan span, string range, string why) => new(
        "LMR110", Severity.Error, span, $"'{range}' is not a range.", why, "Write it as [01:50], [1:9:2] or [a:f].");

    public static Diagnostic TooManyHosts(SourceSpan span, int limit) => new(
        "LMR111", Severity.Error, span, $"This makes more than {limit} hosts.", "That is more than an inventory may hold.",
        "Correct the range.");

    public static Diagnostic HostAndGroup(SourceSpan span, string name) => new(
        "LMR112", Severity.Warning, span, $"'{name}' is the name of a host and of a group.", "A pattern with this name means the group.",
        "Rename one of them.");

    public static Diagnostic UnknownOwner(SourceSpan span, string kind, string name, IEnumerable<string> known) => new(
        "LMR113", Severity.Warning, span, $"There is no {kind} '{name}'.", "The variables of this file reach nobody.",
        Suggestion.Fix(name, known, kind));

    public static Diagnostic HostsAsList(SourceSpan span) => new(
        "LMR115", Severity.Error, span, "A list stands where names with ':' are expected.",
        "In an inventory hosts and groups are keys, which may carry variables.", "Write 'name:' instead of '- name'.");
}
