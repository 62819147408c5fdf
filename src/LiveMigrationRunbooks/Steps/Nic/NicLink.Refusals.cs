namespace LiveMigrationRunbooks.Steps.Nic;

/// <content>What a device, its port or the other end cannot do.</content>
public sealed partial record NicLink
{
    private IEnumerable<Refusal> RefuseModes(LinkReading reading, LinkState have, LinkState wanted)
    {
        if (have.Able.Count == 0)
        {
            yield return new Refusal("device", $"The driver of {Device} tells no link modes: it has nothing to set.", "Leave this interface out, or set on_refusal: leave; check.link asks for the speed.");
            yield break;
        }
        if ((Speed is not null || Duplex is not null) && !Fitting(have.Able).Any())
            yield return new Refusal(Speed is null ? "duplex" : "speed", $"{Device} has no mode of {Asked}; it has {string.Join(", ", have.Able)}.", "Use one of these.");
        else if (wanted.Autoneg == Switch.On && !reading.Negotiates)
            yield return new Refusal("autoneg", $"{Device} cannot negotiate.", "Write autoneg: off with a speed.");
        else if (wanted.Autoneg == Switch.On && reading.Partner.Count > 0 && !wanted.Modes.Intersect(reading.Partner).Any())
            yield return new Refusal(Speed is null ? "duplex" : "speed", $"The other end of {Device} offers {string.Join(", ", reading.Partner)}: there would be no link.", "Use what it offers, or change the switch first.");
        else if (wanted.Autoneg != Switch.On && reading.Copper && wanted.Megabits >= 1000)
            yield return new Refusal("autoneg", $"{Device} is of twisted pair, which has {LinkMode.Rate(wanted.Megabits ?? 0)} only with autonegotiation.", "Write autoneg: on; then nothing but this speed is offered.");
        else if (wanted.Autoneg != Switch.On && wanted.Megabits is null)
            yield return new Refusal("speed", $"{Device} has no link, so it has no speed to keep without autonegotiation.", "Give speed and duplex.");
    }

    private IEnumerable<Refusal> RefusePause(LinkState have)
    {
        if (have is { RxPause: null, TxPause: null, AutonegPause: null })
            yield return new Refusal(RxPause is not null ? "rx_pause" : TxPause is not null ? "tx_pause" : "autoneg_pause", $"The driver of {Device} has no pause frames to set.", "Leave them out, or set on_refusal: leave.");
        else if (AutonegPause is null && have.AutonegPause == Switch.On && (RxPause is not null || TxPause is not null))
            yield return new Refusal(RxPause is not null ? "rx_pause" : "tx_pause", $"{Device} agrees on pause frames with the other end: autoneg_pause is on.", "Add autoneg_pause: off.");
    }

    private string Asked => string.Join(' ', new[] { Megabits is { } megabits ? LinkMode.Rate(megabits) : null, Duplex?.ToString().ToLowerInvariant() }.OfType<string>());

    private IEnumerable<string> Fitting(IEnumerable<string> modes) =>
        modes.Where(mode => (Megabits is null || LinkMode.Megabits(mode) == Megabits) && (Duplex is null || LinkMode.DuplexOf(mode) == Duplex));
}
