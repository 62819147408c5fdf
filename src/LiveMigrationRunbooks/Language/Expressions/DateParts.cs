using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>What a date consists of, and how it is written out.</summary>
internal static class DateParts
{
    public static IReadOnlyList<string> Names { get; } = ["year", "month", "day", "day_of_year", "hour", "minute", "second", "millisecond"];

    // The names that .NET has for what a letter behind '%' means.
    private static readonly Dictionary<char, string> s_formats = new()
    {
        ['a'] = "ddd", ['A'] = "dddd", ['b'] = "MMM", ['B'] = "MMMM", ['d'] = "dd", ['D'] = "MM/dd/yy", ['F'] = "yyyy-MM-dd", ['H'] = "HH", ['I'] = "hh",
        ['L'] = "fff", ['m'] = "MM", ['M'] = "mm", ['p'] = "tt", ['R'] = "HH:mm", ['S'] = "ss", ['T'] = "HH:mm:ss", ['y'] = "yy", ['Y'] = "yyyy",
    };

    public static string Letters { get; } = string.Concat(s_formats.Keys.Append('e').Append('j').Append('%').Order());

    public static DatumInteger Of(DateTime date, string name) => new(name switch
    {
        "year" => date.Year,
        "month" => date.Month,
        "day" => date.Day,
        "day_of_year" => date.DayOfYear,
        "hour" => date.Hour,
        "minute" => date.Minute,
        "second" => date.Second,
        _ => date.Millisecond,
    });

    /// <summary>Null where the format has a letter behind <c>%</c> that is not known.</summary>
    public static string? Format(DateTime date, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            if (++at == format.Length) return null;
            if (format[at] == '%') text.Append('%');
            else if (format[at] == 'e') text.Append(date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2));
            else if (format[at] == 'j') text.Append(date.DayOfYear.ToString("000", CultureInfo.InvariantCulture));
            else if (s_formats.TryGetValue(format[at], out var known)) text.Append(date.ToString(known, CultureInfo.InvariantCulture));
            else return null;
        }

        return text.ToString();
    }
}
