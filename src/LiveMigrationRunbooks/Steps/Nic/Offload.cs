using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// One feature as <c>ethtool -K</c> names it, as <c>ethtool -k</c> prints it, and the keys of a <c>.link</c> file that keep it.
/// systemd switches TCP segmentation per address family, ethtool for both: hence two keys. <paramref name="Parts"/> is how the names of the
/// features begin that it stands for; empty where it is one feature only. <paramref name="Kept"/> are those that the keys set; null for all.
/// </summary>
internal sealed record Offload(string Name, string Printed, ValueList<string> LinkKeys, string Parts = "", ValueList<string>? Kept = null)
{
    /// <summary>Which of its parts no <c>.link</c> file can name: at each boot the driver sets them as it likes.</summary>
    public IEnumerable<string> NotKept(IEnumerable<string> parts) => Kept is { } kept ? parts.Where(part => !kept.Contains(part)) : [];

    public bool StandsFor(string feature) => Parts.Length > 0 && feature.StartsWith(Parts, StringComparison.Ordinal);

    public static IReadOnlyList<Offload> All { get; } =
    [
        new("rx", "rx-checksumming", ["ReceiveChecksumOffload"]),
        new("tx", "tx-checksumming", ["TransmitChecksumOffload"], "tx-checksum-"),
        new("tso", "tcp-segmentation-offload", ["TCPSegmentationOffload", "TCP6SegmentationOffload"], "tx-tcp", ["tx-tcp-segmentation", "tx-tcp6-segmentation"]),
        new("gso", "generic-segmentation-offload", ["GenericSegmentationOffload"]),
        new("gro", "generic-receive-offload", ["GenericReceiveOffload"]),
        new("lro", "large-receive-offload", ["LargeReceiveOffload"]),
        new("rxvlan", "rx-vlan-offload", ["ReceiveVLANCTAGHardwareAcceleration"]),
        new("txvlan", "tx-vlan-offload", ["TransmitVLANCTAGHardwareAcceleration"]),
    ];
}

/// <summary>One line of <c>ethtool -k</c>.</summary>
/// <param name="Fixed">The driver does not let it be changed.</param>
/// <param name="Held">It is off although it was asked for: something it needs is off.</param>
/// <param name="Parts">The features that this one stands for, with those that cannot be changed left out.</param>
internal sealed record OffloadReading(Switch Is, bool Fixed, bool Held, ValueMap<Switch> Parts)
{
    /// <summary>All features by the name that ethtool prints.</summary>
    public static ValueMap<OffloadReading> All(CommandResult answer)
    {
        var found = new Dictionary<string, OffloadReading>();
        var above = "";
        foreach (var line in answer.Lines.Skip(1))
        {
            var parts = line.Trim().Split(": ", 2);
            if (parts.Length != 2) continue;
            var value = parts[1].StartsWith("on", StringComparison.Ordinal) ? Switch.On : Switch.Off;
            var isFixed = parts[1].Contains("[fixed]", StringComparison.Ordinal);
            if (line.StartsWith('\t') && found.TryGetValue(above, out var whole))
            {
                if (!isFixed) found[above] = whole with { Parts = whole.Parts.Append(KeyValuePair.Create(parts[0], value)).ToValueMap() };
                continue;
            }
            above = parts[0];
            found[above] = new OffloadReading(value, isFixed, parts[1].Contains("[requested on]", StringComparison.Ordinal), ValueMap<Switch>.Empty);
        }
        return found.ToValueMap();
    }
}
