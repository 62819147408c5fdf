using System.Globalization;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <summary>How many of a set: a number, or hundredths of it. Exactly one of the two is known.</summary>
public sealed record Share : IForm<Share>
{
    private Share(int? count, int? percent) => (Count, Percent) = (count, percent);

    public int? Count { get; }

    public int? Percent { get; }

    public static string Form => "a number or a share: 2, 25%";

    public static IReadOnlyList<string> JsonTypes => ["integer", "string"];

    public static Share? Bind(YamlNode node) => node is YamlScalar scalar && Quantity.TryShare(scalar.Text, out var share, out _) ? share : null;

    public static string? WhyNot(YamlNode node)
    {
        if (node is not YamlScalar scalar) return null;
        return Quantity.TryShare(scalar.Text, out _, out var problem) ? null : problem;
    }

    public static Share OfCount(int count) => new(count, null);

    public static Share OfPercent(int percent) => new(null, percent);

    /// <summary>The number of members out of <paramref name="total"/>, rounded down.</summary>
    public int Of(int total) => Count is { } count ? Math.Min(count, total) : (int)((long)total * Percent.GetValueOrDefault() / 100);

    public override string ToString() => Count is { } count ? count.ToString(CultureInfo.InvariantCulture) : $"{Percent}%";
}

/// <content>Shares: <c>3</c> or <c>25%</c>.</content>
public static partial class Quantity
{
    /// <summary>Reads a count from 0, or a percentage from 0 to 100.</summary>
    public static bool TryShare(string text, out Share value, out string problem)
    {
        value = Share.OfCount(0);
        var trimmed = text.Trim();
        var isPercent = trimmed.EndsWith('%');
        var digits = isPercent ? trimmed[..^1].TrimEnd() : trimmed;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return Fail($"'{text}' is neither a whole number nor a percentage like '25%'.", out problem);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Fail($"'{text}' is too large.", out problem);
        if (isPercent && number > 100) return Fail($"'{text}' is more than all of them.", out problem);
        value = isPercent ? Share.OfPercent(number) : Share.OfCount(number);
        problem = "";
        return true;
    }
}
