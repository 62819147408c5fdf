using System.Globalization;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>Whether both ends of a link may send at the same time.</summary>
public enum Duplex
{
    Half,
    Full,
}

/// <summary>A link mode as <c>ethtool</c> names it: <c>1000baseT/Full</c>. It begins with its Mbit/s.</summary>
internal static class LinkMode
{
    public static long? Megabits(string mode) =>
        mode.Contains("base", StringComparison.Ordinal) && long.TryParse(string.Concat(mode.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var megabits) ? megabits : null;

    // Modes without a word for it, as 10000baseR_FEC, are full duplex: half duplex ended with 1 Gbit/s.
    public static Duplex DuplexOf(string mode) => mode.EndsWith("/Half", StringComparison.Ordinal) ? Duplex.Half : Duplex.Full;

    /// <summary>The mode's name for <c>Advertise=</c> of a <c>.link</c> file: systemd makes it from the kernel's name by this rule.</summary>
    public static string Kept(string mode) => mode.ToLowerInvariant().Replace('/', '-').Replace('_', '-');

    public static string Rate(long megabits) => Quantity.TextOfRate(megabits * 125_000);
}
