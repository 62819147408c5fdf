using System.Globalization;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>The keys of a <c>.link</c> file that keep a link's settings, and what they make of them.</summary>
internal static class LinkKept
{
    public static readonly LinkKey Autoneg = new("AutoNegotiation", 231);
    public static readonly LinkKey Advertise = new("Advertise", 240);
    public static readonly LinkKey Speed = new("BitsPerSecond", 211);
    public static readonly LinkKey Duplex = new("Duplex", 211);
    public static readonly LinkKey RxPause = new("RxFlowControl", 246);
    public static readonly LinkKey TxPause = new("TxFlowControl", 246);
    public static readonly LinkKey AutonegPause = new("AutoNegotiationFlowControl", 246);

    public static Value<LinkState> Read(LinkFileReading file)
    {
        var state = new LinkState(
            file.Part(Autoneg.Name, LinkFileReading.Switched), file.Part(Speed.Name, Megabits), file.Part(Duplex.Name, DuplexOf),
            file.Keys.TryGetValue(Advertise.Name, out var modes) ? [.. modes.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [], [],
            file.Part(RxPause.Name, LinkFileReading.Switched), file.Part(TxPause.Name, LinkFileReading.Switched), file.Part(AutonegPause.Name, LinkFileReading.Switched));
        return state == new LinkState(null, null, null, [], [], null, null, null) ? Value.Absent<LinkState>() : Value.Known(state);
    }

    /// <summary>The file's line for each key; null for a key that must not stand there.</summary>
    public static IEnumerable<(LinkKey Key, string? Text)> Lines(LinkState? state)
    {
        yield return (Autoneg, Text(state?.Autoneg));
        // With modes to offer systemd reads neither speed nor duplex, and with a speed it switches negotiation off.
        yield return (Advertise, state is { Modes.Count: > 0 } ? string.Join(' ', state.Modes) : null);
        yield return (Speed, state?.Megabits is { } megabits ? $"{megabits}M" : null);
        yield return (Duplex, state?.Duplex?.ToString().ToLowerInvariant());
        yield return (RxPause, Text(state?.RxPause));
        yield return (TxPause, Text(state?.TxPause));
        yield return (AutonegPause, Text(state?.AutonegPause));
    }

    private static string? Text(Switch? value) => value switch { Switch.On => "yes", Switch.Off => "no", _ => null };

    private static Duplex? DuplexOf(string text) => text switch { "full" => Nic.Duplex.Full, "half" => Nic.Duplex.Half, _ => null };

    // Suffixes to the base of 1000; what is less than a Mbit is lost on the way to the driver.
    private static long? Megabits(string text)
    {
        var digits = string.Concat(text.TakeWhile(char.IsAsciiDigit));
        long? scale = text[digits.Length..].Trim() switch { "G" => 1_000_000_000, "M" => 1_000_000, "K" => 1000, "" => 1, _ => null };
        return scale is { } unit && digits.Length is > 0 and < 10 && long.Parse(digits, CultureInfo.InvariantCulture) * unit is var bits && bits >= 1_000_000 ? bits / 1_000_000 : null;
    }
}
