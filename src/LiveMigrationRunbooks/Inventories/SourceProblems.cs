using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Problems of where an inventory's parts lie, and of programs that make them (LMR122 to LMR129, LMR174 to LMR179).</summary>
[ProblemFamily]
internal static class SourceProblems
{
    public static Diagnostic PassedOver(string path) => new(
        "LMR122", Severity.Warning, null, $"'{path}' was not read.",
        "In a folder of inventories files that end in .ini are passed over, as Ansible does.",
        "Name the file itself with -i, or take its extension away.");

    public static Diagnostic Shadowed(string path, string other) => new(
        "LMR123", Severity.Warning, null, $"'{path}' was not read.",
        $"'{other}' gives variables to the same name, and only one of the two is read, as Ansible does.",
        "Move it into a folder of that name, where every file is read.");

    public static Diagnostic PriorityInFile(SourceSpan span, string group) => new(
        "LMR124", Severity.Warning, span, "'ansible_group_priority' has no effect here.",
        "It decides in which order these files are read, so it is looked for in the inventory file alone.",
        $"Set it where the group {group} is defined.");

    public static Diagnostic BadPriority(SourceSpan span) => new(
        "LMR125", Severity.Error, span, "A group's priority is a whole number.", "Groups of one depth are put in order by it.",
        "Write a whole number; the larger one wins.");

    public static Diagnostic NotAProgram(string path) => new(
        "LMR126", Severity.Error, null, $"'{path}' is a program that may not be executed.",
        "It begins like a program, but its mode does not allow to run it.", "Run chmod +x on it, or name a file that holds an inventory.");

    public static Diagnostic ProgramFailed(string path, string why, string said) => new(
        "LMR174", Severity.Error, null, $"The program '{path}' made no inventory.", $"{why} {said}".TrimEnd(),
        "Run it yourself with --list, and mend what it says.");

    public static Diagnostic NotTheContract(SourceSpan span, string what) => new(
        "LMR175", Severity.Error, span, "This is not what a dynamic inventory says.", what,
        "It prints one JSON object: groups with hosts, children and vars, and _meta with hostvars.");
}
