using System.Globalization;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Differentiated services code points by the names that RFCs and nft give them, and by number.</summary>
internal static class Dscp
{
    private static readonly Dictionary<string, int> s_names = new(StringComparer.Ordinal)
    {
        ["be"] = 0, ["cs0"] = 0, ["lephb"] = 1, ["le"] = 1,
        ["cs1"] = 8, ["cs2"] = 16, ["cs3"] = 24, ["cs4"] = 32, ["cs5"] = 40, ["cs6"] = 48, ["cs7"] = 56,
        ["af11"] = 10, ["af12"] = 12, ["af13"] = 14, ["af21"] = 18, ["af22"] = 20, ["af23"] = 22,
        ["af31"] = 26, ["af32"] = 28, ["af33"] = 30, ["af41"] = 34, ["af42"] = 36, ["af43"] = 38,
        ["va"] = 44, ["ef"] = 46,
    };

    public static IEnumerable<string> Names => s_names.Keys;

    /// <summary>0 to 63, or null where the text names no class and no such number.</summary>
    public static int? Of(string text) =>
        s_names.TryGetValue(text.ToLowerInvariant(), out var known) ? known
        : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? int.TryParse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hex) && hex <= 63 ? hex : null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 63 ? number : null;

    /// <summary>With its name, where it has one: <c>8 (cs1)</c>.</summary>
    public static string Text(int dscp) => s_names.Where(pair => pair.Value == dscp).Select(pair => $"{dscp} ({pair.Key})").FirstOrDefault() ?? dscp.ToString(CultureInfo.InvariantCulture);
}
