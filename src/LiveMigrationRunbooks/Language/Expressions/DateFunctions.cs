using System.Globalization;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Dates that are handed in. There is no clock here: the same input gives the same result.</summary>
internal static class DateFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("date.parse text", "The date that a text says; with an offset it is turned to UTC.", "date.parse \"2026/01/05\"", "t", DatumKind.Date, Parse),
        new("date.to_string date format", $"As the letters behind `%` say: {DateParts.Letters}.", "date.parse \"2026-01-05T22:30:00\" | date.to_string \"%F %H:%M\"", "dt", DatumKind.Text, Format),
        Moved("date.add_days date days", "So many days later.", "date.parse \"2026-12-31\" | date.add_days 1", "dn", (date, amount) => date.AddDays(amount)),
        Moved("date.add_months date months", "So many months later.", "date.parse \"2026-01-31\" | date.add_months 1", "di", (date, amount) => date.AddMonths((int)Math.Clamp(amount, -200_000, 200_000))),
        Moved("date.add_years date years", "So many years later.", "date.parse \"2026-01-05\" | date.add_years 1", "di", (date, amount) => date.AddYears((int)Math.Clamp(amount, -20_000, 20_000))),
        Moved("date.add_hours date hours", "So many hours later.", "date.parse \"2026-01-05\" | date.add_hours 36", "dn", (date, amount) => date.AddHours(amount)),
        Moved("date.add_minutes date minutes", "So many minutes later.", "(date.parse \"2026-01-05\" | date.add_minutes 90).hour", "dn", (date, amount) => date.AddMinutes(amount)),
        Moved("date.add_seconds date seconds", "So many seconds later.", "(date.parse \"2026-01-05\" | date.add_seconds 90).minute", "dn", (date, amount) => date.AddSeconds(amount)),
        Moved("date.add_milliseconds date milliseconds", "So many milliseconds later.", "(date.parse \"2026-01-05\" | date.add_milliseconds 1500).second", "dn", (date, amount) => date.AddMilliseconds(amount)),
    ];

    private static DateTime Date(Call call) => ((DatumDate)call[0]).Value;

    // A time without a day would get today's otherwise, from the clock.
    private static Datum? Parse(Call call) => DateTime.TryParse(
        call.Text(0), CultureInfo.InvariantCulture,
        DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
        ? new DatumDate(DateTime.SpecifyKind(date, DateTimeKind.Unspecified))
        : call.Refuse(0, span => ExpressionProblems.BadArgument(span, "This is not a date.", "Write it as 2026-01-05, or 2026-01-05T22:30:00."));

    private static Datum? Format(Call call) => DateParts.Format(Date(call), call.Text(1)) is { } text ? new DatumText(text)
        : call.Refuse(1, span => ExpressionProblems.BadArgument(span, "The format has a letter behind '%' that means nothing.", $"Letters are: {DateParts.Letters}."));

    private static Function Moved(string signature, string meaning, string example, string kinds, Func<DateTime, double, DateTime> move) =>
        new(signature, meaning, example, kinds, DatumKind.Date, call =>
        {
            try
            {
                return new DatumDate(move(Date(call), call.Amount(1)));
            }
            catch (ArgumentOutOfRangeException)
            {
                return call.Refuse(1, span => ExpressionProblems.BadArgument(span, "The date would be out of all calendars.", "Dates are in the years 1 to 9999."));
            }
        });
}
