using System.Globalization;
using System.Numerics;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>Numbers as Python writes them: <c>1_000</c>, <c>0x1f</c>, <c>0o17</c>, <c>0b1</c>, <c>1.5e3</c>; but not <c>007</c>.</summary>
internal static class PythonNumber
{
    /// <summary>Python refuses longer ones, which would take long to read; the text stays one then.</summary>
    private const int MaximumDigits = 4300;

    /// <summary>A <see cref="BigInteger"/>, a <see cref="double"/>, or null.</summary>
    public static object? Read(string text)
    {
        if (text.Length is 0 or > MaximumDigits || text.StartsWith('_') || text.EndsWith('_') || text.Contains("__", StringComparison.Ordinal)) return null;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > 2 && digits[0] == '0' && char.IsAsciiLetter(digits[1]) && digits[1] is not ('e' or 'E'))
            return WithBase(digits);
        if (digits.All(char.IsAsciiDigit))
            // A zero in front was an octal number once, and is an error since.
            return digits.Length > 1 && digits[0] == '0' && digits.Any(digit => digit != '0') ? null
                : BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return digits.All(letter => char.IsAsciiDigit(letter) || letter is '.' or 'e' or 'E' or '+' or '-') && digits.Any(char.IsAsciiDigit)
            && double.TryParse(digits, style, CultureInfo.InvariantCulture, out var real) ? real : null;
    }

    /// <summary>A number with a point or an exponent, so that it stays one that is not whole.</summary>
    public static string Text(double real)
    {
        if (!double.IsFinite(real)) return real > 0 ? ".inf" : "-.inf";
        var text = real.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    private static object? WithBase(string digits)
    {
        var scale = char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
        var value = BigInteger.Zero;
        foreach (var letter in digits.AsSpan(2))
        {
            var digit = char.IsAsciiHexDigit(letter) ? Convert.ToInt32(letter.ToString(), 16) : int.MaxValue;
            if (digit >= scale) return null;
            value = (value * scale) + digit;
        }

        return value;
    }
}
