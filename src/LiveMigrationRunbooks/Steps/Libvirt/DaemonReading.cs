using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>What a host told of libvirt's units and of what decides whether they can listen.</summary>
internal sealed class DaemonReading
{
    private readonly IReadOnlyList<Dictionary<string, string>> _units;
    private readonly ILookup<string, string[]> _told;

    private DaemonReading(IReadOnlyList<Dictionary<string, string>> units, ILookup<string, string[]> told) => (_units, _told) = (units, told);

    public static DaemonReading Of(CommandResult answer)
    {
        var parts = answer.Text.Split("\n\n");
        return new DaemonReading(
            [.. parts.Select(part => part.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && !pair[0].Contains(' ', StringComparison.Ordinal))
                .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)).Where(unit => unit.GetValueOrDefault("LoadState") is not (null or "not-found"))],
            answer.Lines.Select(line => line.Split(' ', 3)).Where(words => words.Length > 1 && !words[0].Contains('=', StringComparison.Ordinal)).ToLookup(words => words[0]));
    }

    public bool Has(string unit) => _units.Any(each => each.GetValueOrDefault("Id") == unit);

    public bool IsMasked(string unit) => _units.Any(each => each.GetValueOrDefault("Id") == unit && each["LoadState"] == "masked");

    public DaemonState Now()
    {
        var active = _units.Where(unit => unit.GetValueOrDefault("ActiveState") is "active" or "reloading" or "activating").Select(unit => unit.GetValueOrDefault("Id", "")).ToHashSet(StringComparer.Ordinal);
        // A service that its sockets start on demand is as much there as one that runs.
        active.UnionWith(active.Select(DaemonUnits.ServiceOf).ToList());
        return new(Words(unit => active.Contains(unit.GetValueOrDefault("Id", "")) ? DaemonState.Up : DaemonState.Down, all: false));
    }

    public DaemonState AtBoot() => new(Words(unit => unit.GetValueOrDefault("UnitFileState", ""), all: true), [.. _told["link"].Select(words => words[1])]);

    /// <summary>Files that start a daemon with <c>--listen</c>, which it does not take together with sockets of systemd.</summary>
    public IEnumerable<string> ListenedBy(LibvirtMode mode) => About("listens", mode);

    /// <summary>Keys of the daemon's file that count for nothing beside sockets of systemd.</summary>
    public IEnumerable<string> Idle(LibvirtMode mode) => About("idle", mode);

    /// <summary>Certificates and keys that the daemon would not find.</summary>
    public IEnumerable<string> Missing(LibvirtMode mode) => About("missing", mode);

    private IEnumerable<string> About(string what, LibvirtMode mode) =>
        _told[what].Where(words => words.Length == 3 && words[1] == (mode == LibvirtMode.Monolithic ? "libvirtd" : "virtproxyd")).Select(words => words[2]);

    private ValueMap<string> Words(Func<Dictionary<string, string>, string> word, bool all) => _units
        .Where(unit => unit.ContainsKey("Id") && (all || DaemonUnits.ModeOf(unit["Id"]) is not null))
        .DistinctBy(unit => unit["Id"]).Select(unit => KeyValuePair.Create(unit["Id"], word(unit))).ToValueMap();
}
