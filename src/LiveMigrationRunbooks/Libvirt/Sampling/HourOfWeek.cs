using System.Globalization;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>An hour of the week in UTC: what guests do follows the week of those who use them, and UTC is the same on every host.</summary>
/// <param name="Day">1 for Monday to 7 for Sunday.</param>
/// <param name="Hour">0 to 23.</param>
public sealed record HourOfWeek(int Day, int Hour)
{
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static HourOfWeek Of(DateTimeOffset time) => new(time.UtcDateTime.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.UtcDateTime.DayOfWeek, time.UtcDateTime.Hour);

    /// <summary>As hosts write it: <c>date -u +%u%H</c>, <c>712</c> for Sunday noon. Null where it is none.</summary>
    public static HourOfWeek? Parse(string text) =>
        text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number / 100 is >= 1 and <= 7 && number % 100 < 24
            ? new HourOfWeek(number / 100, number % 100) : null;

    /// <summary>The hour alone, as hosts write it.</summary>
    public string Word => Hour.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The hour of any day, for people.</summary>
    public string OfDay => string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:00-{(Hour + 1) % 24:00}:00 UTC");

    public override string ToString() => $"{s_days[Day - 1]} {OfDay}";
}
