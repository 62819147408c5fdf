using System.Globalization;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>How a part's value is written.</summary>
internal enum PartForm
{
    Number,
    Microseconds,
    Switch,
}

/// <summary>
/// One value of an interface that <c>ethtool</c> sets by a word and a key of a <c>.link</c> file keeps. Switches are kept as 0 and 1, so that a
/// kind whose parts are numbers and switches has one state.
/// </summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Word">The word for <c>ethtool</c>.</param>
internal sealed record NicPart(string Name, string Word, LinkKey Key, PartForm Form = PartForm.Number)
{
    private static readonly (string Unit, int Microseconds)[] s_units =
        [("us", 1), ("usec", 1), ("µs", 1), ("ms", 1000), ("msec", 1000), ("s", 1_000_000), ("sec", 1_000_000), ("", 1_000_000)];

    /// <summary>The value for <c>ethtool</c> and for people.</summary>
    public string Text(int value) => Form == PartForm.Switch ? value == 0 ? "off" : "on" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The value for a <c>.link</c> file; a time has its unit there, since systemd takes a bare number for seconds.</summary>
    public string Kept(int value) => Form switch
    {
        PartForm.Switch => value == 0 ? "no" : "yes",
        PartForm.Microseconds => $"{value}us",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The value of a line of a <c>.link</c> file; null where systemd would not read it either.</summary>
    public int? OfFile(string text) => Form switch
    {
        PartForm.Switch => LinkFileReading.Switched(text) is { } value ? (int)value : null,
        PartForm.Microseconds => Time(text),
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    /// <summary>Whether a driver that was told the one may answer with the other.</summary>
    /// <remarks>
    /// Hardware counts time in ticks of up to 4 µs, or in interrupts a second (e1000e: 9999 becomes 10000, 9000 becomes 9259), and a driver tells
    /// what it got. Below 5 each value means something of its own: 0 is off, 1 and 3 are modes of some drivers.
    /// </remarks>
    public bool Rounds(int got, int asked) =>
        got == asked || (Form == PartForm.Microseconds && asked >= 5 && got >= 4 && Math.Abs(got - asked) <= Math.Max(Math.Clamp(asked / 8, 1, 3), asked / 25));

    private static int? Time(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = s_units.Where(known => known.Unit == text[digits..].Trim()).Select(known => (int?)known.Microseconds).FirstOrDefault();
        return unit is { } scale && long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * scale <= int.MaxValue
            ? (int)(number * scale) : null;
    }
}
