using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>What <c>ethtool -g</c> says: the sizes now, and the most that the hardware takes.</summary>
internal sealed record RingReading(Value<RingSizes> Now, RingSizes Most)
{
    private static readonly RingSizes s_none = new(null, null);

    public static RingReading Of(CommandResult answer)
    {
        if (answer.ErrorText.Contains("Operation not supported", StringComparison.Ordinal))
            return new(Value.NotApplicable<RingSizes>("Operation not supported"), s_none);
        if (!answer.Succeeded) return new(Value.Unreadable<RingSizes>(answer.Complaint), s_none);
        var halves = answer.Text.Split("Current hardware settings:");
        if (halves.Length != 2) return new(Value.Unreadable<RingSizes>("ethtool -g has an unknown form"), s_none);
        var now = Sizes(halves[1]);
        return new(now == s_none ? Value.NotApplicable<RingSizes>("all are n/a") : Value.Known(now), Sizes(halves[0]));
    }

    public static int? Number(string text) => int.TryParse(text, out var number) ? number : null;

    // Old versions print 0 where new ones print n/a; a 0 is kept, so that "0 of 0" and "n/a" stay apart.
    private static RingSizes Sizes(string half) => new(Line(half, "RX:"), Line(half, "TX:"));

    private static int? Line(string half, string name) => half.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => Number(line[name.Length..].Trim()))
        .FirstOrDefault();
}
