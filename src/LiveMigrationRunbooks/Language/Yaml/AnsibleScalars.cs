using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// Plain scalars as YAML 1.1 reads them, rewritten so that the core schema gives the same value: Ansible users get the value Ansible
/// gives them, and are told where that is a trap. The expressions are those of PyYAML, which Ansible reads with.
/// </summary>
internal static partial class AnsibleScalars
{
    public static YamlScalar Read(YamlScalar scalar, Findings findings)
    {
        var text = scalar.Text;
        if (text.Length == 0) return scalar;
        switch (text)
        {
            case "yes" or "Yes" or "YES" or "on" or "On" or "ON": return scalar with { Text = "true" };
            case "no" or "No" or "NO" or "off" or "Off" or "OFF": return scalar with { Text = "false" };
        }

        // Everything below is about numbers; Python reads none with more digits.
        if (text.Length > 4300 || (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))) return scalar;
        if (Integer(text, out var legacy) is { } whole)
        {
            var read = whole.ToString(CultureInfo.InvariantCulture);
            if (legacy) findings.Add(YamlProblems.LegacyNumber(scalar.Span, text, read));
            return read == text ? scalar : scalar with { Text = read };
        }

        if (Real().IsMatch(text)) return scalar with { Text = text.Replace("_", "", StringComparison.Ordinal) };
        if (SexagesimalReal().IsMatch(text))
        {
            var read = Base60(text).ToString("R", CultureInfo.InvariantCulture);
            findings.Add(YamlProblems.LegacyNumber(scalar.Span, text, read));
            return scalar with { Text = read.Contains('.') ? read : read + ".0" };
        }

        // '1e3', '09' and '0o17' are numbers in 1.2 only.
        return CoreSchema.LooksInteger(scalar) || (CoreSchema.Number(scalar) is { } number && double.IsFinite(number))
            ? scalar with { Plain = false } : scalar;
    }

    /// <summary>A whole number, and whether it means something else than it looks like.</summary>
    private static BigInteger? Integer(string text, out bool legacy)
    {
        legacy = false;
        if (!text.AsSpan(text[0] is '+' or '-' ? 1 : 0).ContainsAnyInRange('0', '9')) return null;
        var sign = text[0] == '-' ? BigInteger.MinusOne : BigInteger.One;
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        if (Decimal().IsMatch(text)) return sign * BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (Hexadecimal().IsMatch(text) && digits.Length > 2) return sign * Scaled(digits.AsSpan(2), 16);
        legacy = true;
        if (Octal().IsMatch(text)) return sign * Scaled(digits, 8);
        if (Binary().IsMatch(text) && digits.Length > 2) return sign * Scaled(digits.AsSpan(2), 2);
        return Sexagesimal().IsMatch(text) ? new BigInteger(Base60(text)) : null;
    }

    private static BigInteger Scaled(ReadOnlySpan<char> digits, int scale)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits) value = (value * scale) + Convert.ToInt32(digit.ToString(), 16);
        return value;
    }

    /// <summary><c>22:22</c> is 1342.</summary>
    private static double Base60(string text)
    {
        var value = 0d;
        foreach (var part in text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal).Split(':'))
            value = (value * 60) + double.Parse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return text[0] == '-' ? -value : value;
    }

    [GeneratedRegex(@"^[-+]?(?:0|[1-9][0-9_]*)\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[-+]?0x[0-9a-fA-F_]+\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?0[0-7_]+\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?0b[0-1_]+\z")]
    private static partial Regex Binary();

    [GeneratedRegex(@"^[-+]?[1-9][0-9_]{0,15}(?::[0-5]?[0-9]){1,5}\z")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"^[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)\z")]
    private static partial Regex Real();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]{0,15}(?::[0-5]?[0-9]){1,5}\.[0-9_]*\z")]
    private static partial Regex SexagesimalReal();
}
