using System.Globalization;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <summary>
/// Reads and prints amounts with units. A bare number is refused, because thirty seconds and thirty minutes look the same without one.
/// Numbers are ASCII digits with an optional decimal point; a problem is one sentence that a diagnostic can carry.
/// </summary>
public static partial class Quantity
{
    /// <summary>Splits <c>1.5GiB</c> into number and unit; digits of other scripts are not digits here.</summary>
    private static bool TrySplit(string text, out decimal number, out string unit, out string problem)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.')) length++;
        unit = text[length..].Trim();
        if (length == 0 || !decimal.TryParse(text.AsSpan(0, length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out number))
        {
            number = 0;
            problem = text.StartsWith('-') ? $"'{text}' is negative." : $"'{text}' does not begin with a number.";
            return false;
        }

        problem = "";
        return true;
    }
}
