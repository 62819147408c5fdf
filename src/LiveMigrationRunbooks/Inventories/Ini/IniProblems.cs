using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>Problems of INI inventories (LMR116 to LMR121).</summary>
[ProblemFamily]
internal static class IniProblems
{
    public static Diagnostic BadSection(SourceSpan span, string section) => new(
        "LMR116", Severity.Error, span, $"'{section}' is not a section.",
        "A section is [group], [group:children] or [group:vars], without spaces.",
        "Correct it, or remove the brackets if a host is meant.");

    public static Diagnostic UnknownSection(SourceSpan span, string kind) => new(
        "LMR117", Severity.Error, span, $"There are no sections of the kind '{kind}'.", "A group has hosts, children and vars.",
        Suggestion.Fix(kind, ["children", "hosts", "vars"], "kind"));

    public static Diagnostic NotAnAssignment(SourceSpan span, string text) => new(
        "LMR118", Severity.Error, span, $"'{text}' is not key=value.",
        "Behind a host's name, and in a section of variables, only assignments stand.",
        "Write key=value without spaces around '='; quote a value that has spaces.");

    public static Diagnostic OpenQuote(SourceSpan span) => new(
        "LMR119", Severity.Error, span, "A quote or a backslash is left open here.", "The line ends before the text does.",
        "Close the quote; an apostrophe in a value needs double quotes around it.");

    public static Diagnostic UndefinedGroup(SourceSpan span, string name, IEnumerable<string> known) => new(
        "LMR120", Severity.Error, span, $"The group '{name}' is not defined.", "No section gives it hosts or children.",
        $"Add a section [{name}]. {Suggestion.Fix(name, known, "group")}");

    public static Diagnostic NotOneName(SourceSpan span, string line) => new(
        "LMR121", Severity.Error, span, $"'{line}' is not a group's name.", "In a section of children each line names one group.",
        "Write one name a line; variables go into [group:vars].");
}
