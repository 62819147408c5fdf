using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// Plain scalars as YAML 1.1 reads them, rewritten so that the core schema gives the same value: Ansible users get the value Ansible
/// gives them, and are told where that is a trap.
/// </summary>
internal static class AnsibleScalars
{
    public static YamlScalar Read(YamlScalar scalar, Findings findings)
    {
        if (scalar.Text.Length == 0) return scalar;
        switch (scalar.Text)
        {
            case "yes" or "Yes" or "YES" or "on" or "On" or "ON": return scalar with { Text = "true" };
            case "no" or "No" or "NO" or "off" or "Off" or "OFF": return scalar with { Text = "false" };
        }

        if (!char.IsAsciiDigit(scalar.Text[^1]) || !(char.IsAsciiDigit(scalar.Text[0]) || scalar.Text[0] is '+' or '-')) return scalar;
        // In 1.1 '0o17' is a text; only '017' is octal.
        if (scalar.Text.StartsWith("0o", StringComparison.Ordinal)) return scalar with { Plain = false };
        if (Octal(scalar.Text) is { } octal) return Told(octal);
        if (Sexagesimal(scalar.Text) is { } sexagesimal) return Told(sexagesimal);
        var bare = scalar.Text.Replace("_", "", StringComparison.Ordinal);
        return bare != scalar.Text && CoreSchema.Integer(scalar with { Text = bare }) is not null ? scalar with { Text = bare } : scalar;

        YamlScalar Told(long value)
        {
            var read = value.ToString(CultureInfo.InvariantCulture);
            findings.Add(YamlProblems.LegacyNumber(scalar.Span, scalar.Text, read));
            return scalar with { Text = read };
        }
    }

    private static long? Octal(string text) =>
        text.Length is > 1 and < 20 && text[0] == '0' && text.All(letter => letter is >= '0' and <= '7') ? Convert.ToInt64(text, 8) : null;

    /// <summary><c>22:22</c> is 1342; every part after the first is below 60, and the first does not begin with 0.</summary>
    private static long? Sexagesimal(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 6 || text[0] is '0' or '+' or '-') return null;
        var value = 0L;
        for (var index = 0; index < parts.Length; index++)
        {
            var part = parts[index];
            if (part.Length is 0 or > 6 || !part.All(char.IsAsciiDigit)
                || (index > 0 && (part.Length > 2 || int.Parse(part, CultureInfo.InvariantCulture) > 59))) return null;
            value = (value * 60) + long.Parse(part, CultureInfo.InvariantCulture);
        }

        return value;
    }
}
