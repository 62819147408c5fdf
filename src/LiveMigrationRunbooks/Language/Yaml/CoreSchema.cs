using System.Globalization;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// What a plain scalar is by YAML 1.2's core schema. <c>yes</c>, <c>NO</c> and <c>22:22</c> are texts there. Digits are ASCII only.
/// </summary>
public static class CoreSchema
{
    public static bool? Bool(YamlScalar scalar) => !scalar.Plain ? null : scalar.Text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>A whole number in base 10, 8 (<c>0o</c>) or 16 (<c>0x</c>) that fits 64 bits.</summary>
    public static long? Integer(YamlScalar scalar)
    {
        if (!LooksInteger(scalar)) return null;
        var text = scalar.Text;
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0
                ? hex : null;
        if (text.StartsWith("0o", StringComparison.Ordinal)) return text.Length <= 23 ? Convert.ToInt64(text[2..], 8) : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>True also for a whole number that does not fit.</summary>
    public static bool LooksInteger(YamlScalar scalar)
    {
        if (!scalar.Plain) return false;
        var text = scalar.Text;
        if (text.StartsWith("0x", StringComparison.Ordinal)) return text.Length > 2 && text.Skip(2).All(char.IsAsciiHexDigit);
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return text.Length > 2 && text.Skip(2).All(letter => letter is >= '0' and <= '7');
        var digits = text.AsSpan(text.Length > 0 && text[0] is '+' or '-' ? 1 : 0);
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>A number that is not written as a whole one, infinities and NaN included; or a whole one beyond 64 bits.</summary>
    public static double? Number(YamlScalar scalar)
    {
        if (!scalar.Plain || scalar.Text.Length == 0) return null;
        switch (scalar.Text)
        {
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF": return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF": return double.NegativeInfinity;
            case ".nan" or ".NaN" or ".NAN": return double.NaN;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var written = scalar.Text.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '.' or 'e' or 'E')
            && scalar.Text.Any(char.IsAsciiDigit);
        return written && double.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
