namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>Finds the manager that keeps an interface. Exactly one is an answer; none, an unknown one or two are refusals that name them.</summary>
internal sealed record Governor(IProfiles? Profiles, Refusal? Refusal)
{
    private static readonly IReadOnlyList<IProfiles> s_known = [new Networkd(), new NmKeyfiles(), new Ifupdown()];

    public static Governor Of(NetworkReading reading, string device, string argument = "device")
    {
        var unknown = reading.Managers.Where(name => s_known.All(known => known.Manager != name)).ToList();
        var running = s_known.Where(known => reading.Managers.Contains(known.Manager)).ToList();
        var governing = running.Where(known => known.Governs(reading, device)).ToList();
        return (governing, running) switch
        {
            ([var one], _) => new(one, null),
            ([var first, var second, ..], _) => Refused($"{first.Manager} and {second.Manager} both have {device}: which of them wins at the next boot is chance.", $"Take {device} out of the files of one of them."),
            ([], [var only]) when unknown.Count == 0 => new(only, null),
            ([], [var first, var second, ..]) => Refused($"None of {first.Manager} and {second.Manager} has {device}.", "Give it a profile in one of them."),
            _ when unknown.Count > 0 => Refused($"{unknown[0]} manages the network here, and lmr cannot write its files.", $"Set {device} up there, or leave this host out."),
            _ => Refused("No network manager that lmr knows runs here: neither systemd-networkd nor NetworkManager nor ifupdown.", "Leave this host out: what is set would be lost at the next boot."),
        };

        Governor Refused(string why, string remedy) => new(null, new Refusal(argument, why, remedy));
    }

    /// <summary>The manager that wrote a state.</summary>
    public static IProfiles Writer(Home home) => s_known.First(known => known.Manager == home.Manager);

    /// <summary>What stands in the way of keeping anything for this interface.</summary>
    public IEnumerable<Refusal> Refuse(NetworkReading reading, string device) =>
        Refusal is { } refusal ? [refusal] : Profiles?.Refuse(reading, device) ?? [];

    /// <summary>The refusal for a profile that another tool generates.</summary>
    public static Refusal Generated(string device, ConfigFile file, NetworkReading reading) => new(
        "device", $"{file.Path} gives {device} its settings, and {file.Generator} writes it.",
        reading.Told["netplan"].FirstOrDefault() is { } plan && file.Generator == "netplan" ? $"Change {plan}, or take {device} out of it." : $"Take {device} out of what {file.Generator} writes.");
}
