using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>What can be wrong with the file of a saved plan: codes LMR472 to LMR474, LMR940 and LMR941.</summary>
[ProblemFamily]
public static class SavedPlanProblems
{
    private const string Again = "Make the plan again.";

    public static Diagnostic Unreadable(string path, string why) => new("LMR472", Severity.Error, null, $"'{path}' is no whole plan.", why, Again);

    public static Diagnostic Changed(string path) => new(
        "LMR473", Severity.Error, null, $"'{path}' was changed after it was written.", "Its content does not have the digest that it names.", Again);

    public static Diagnostic Expired(string path, DateTimeOffset until) => new(
        "LMR474", Severity.Error, null, $"'{path}' was valid until {Told(until)}.", "Hosts move on; nobody looks at an old plan with fresh eyes.", $"{Again} --valid-for says for how long.");

    public static Diagnostic MadeLater(string path, DateTimeOffset made, DateTimeOffset now) => new(
        "LMR940", Severity.Error, null, $"'{path}' was made at {Told(made)}, and here it is {Told(now)}.", "One of two clocks is wrong, so nobody can tell whether it is still valid.", "Set the clock, and make the plan again if it was the other's.");

    public static Diagnostic Newer(string path, int format, int known) => new(
        "LMR941", Severity.Error, null, $"'{path}' was made by a newer lmr.", $"Its format is {format}; this version knows up to {known}.", "Apply it with the version that made it, or make the plan again with this one.");

    private static string Told(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
