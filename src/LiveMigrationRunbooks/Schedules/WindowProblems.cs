using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>What can be wrong with a window: codes LMR450 to LMR459.</summary>
[ProblemFamily]
internal static class WindowProblems
{
    public static Diagnostic UnknownZone(Placed<string> name, IEnumerable<string> known) => new(
        "LMR450", Severity.Error, name.Span, $"There is no time zone '{name.Value}'.", "Zones are the names of the IANA database, as this machine has it.",
        Suggestion.For(name.Value, known) is { } near ? $"Did you mean '{near}'?" : "Write a name like Europe/Berlin, or UTC.");

    public static Diagnostic WrongRule(Placed<string> rule, string why, string? unknownDay) => new(
        "LMR451", Severity.Error, rule.Span, $"'{rule.Value}' does not say when the window opens.", why,
        Suggestion.For(unknownDay ?? "", WindowRule.DayWords) is { } near ? $"Did you mean '{near}'?" : "Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.");

    public static Diagnostic NotADay(Placed<string> text) => new(
        "LMR452", Severity.Error, text.Span, $"'{text.Value}' is not a day.", "A blackout goes from one day of the calendar to another.", "Write year, month and day: 2026-12-20.");

    public static Diagnostic EndsBeforeItBegins(Placed<string> to, DateOnly from) => new(
        "LMR453", Severity.Error, to.Span, $"The blackout ends on {to.Value}, before it begins.", $"It begins on {from:yyyy-MM-dd}.", "Exchange the two, or correct the year.");

    public static Diagnostic NeverOpens(SourceSpan at) => new(
        "LMR454", Severity.Error, at, "The window never opens.", "'allow' is an empty list.", "Add a time, or remove 'allow': then only blackouts close it.");
}
