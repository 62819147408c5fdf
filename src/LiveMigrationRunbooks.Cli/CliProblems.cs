using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong with the command line itself: codes LMR902 to LMR909, LMR913, LMR914 and LMR916.</summary>
[ProblemFamily]
internal static class CliProblems
{
    public static Diagnostic NoInventory() => new(
        "LMR902", Severity.Error, null, "No inventory is given.", "Without one there are no hosts.", "Add -i inventories/hosts.yml.");

    public static Diagnostic HostGone(string host) => new(
        "LMR903", Severity.Error, null, $"The run changed {host}, which this inventory does not have.", "It cannot be reached to take the change back.", "Give the inventory of the run.");

    public static Diagnostic UnknownHost(string host, IEnumerable<string> known) => new(
        "LMR904", Severity.Error, null, $"The inventory has no host '{host}'.", "A template is rendered for one host of the inventory.", Suggestion.Fix(host, known, "host"));

    public static Diagnostic HalfAHost() => new(
        "LMR905", Severity.Error, null, "-i and --host belong together.", "The variables of a template are those of one host of an inventory.", "Give both, or only -e.");

    public static Diagnostic NoFacts(SourceSpan? span, string names) => new(
        "LMR906", Severity.Error, span, $"The template needs {names}.", "No host is asked here, so what it would tell is not known.",
        "Hand a value in with -e for a try, or give one behind '??'.");

    public static Diagnostic Dash(string argument, char dash, string meant) => new(
        "LMR913", Severity.Error, null, $"The argument '{argument}' begins with {Article(dash)}.",
        "Web pages and word processors make it out of hyphens, so it is no option.", $"Did you mean {meant}?");

    public static Diagnostic Quote(string argument, char quote) => new(
        "LMR914", Severity.Error, null, $"The argument '{argument}' holds {Article(quote)}.",
        "A shell knows only straight quotes, so this one is part of the argument.", "Type \" or ' in its place.");

    public static Diagnostic Invisible(string argument, char letter) => new(
        "LMR916", Severity.Error, null, $"The argument '{argument}' holds {Article(letter)}.",
        "It looks like a space or like nothing, but is part of the word.", "Type the argument anew.");

    private static string Article(char letter) => LookAlikes.Name(letter) is var name && "aeiou".Contains(name[0], StringComparison.Ordinal) ? "an " + name : "a " + name;
}
