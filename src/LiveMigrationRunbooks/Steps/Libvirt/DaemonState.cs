using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>One form of libvirt's units that are installed: <c>up</c> and <c>down</c> now, systemd's own words at boot.</summary>
/// <param name="Links">Links below /etc/systemd/system that are there; only of the form at boot.</param>
public sealed record DaemonState(ValueMap<string> Units, ValueList<string>? Links = null)
{
    internal const string Up = "up";
    internal const string Down = "down";

    /// <summary>The mode that the host is in: that of the daemon whose main socket, or else whose service, is up or enabled.</summary>
    [JsonIgnore]
    internal LibvirtMode Mode => IsOn("libvirtd.socket") ? LibvirtMode.Monolithic
        : IsOn("virtqemud.socket") || IsOn("virtproxyd.socket") || !Units.ContainsKey("libvirtd.socket") ? LibvirtMode.Modular : LibvirtMode.Monolithic;

    internal bool IsOn(string unit) => Units.GetValueOrDefault(unit) is Up or "enabled" or "enabled-runtime";

    /// <summary>Whether units of the other mode are up or enabled too.</summary>
    [JsonIgnore]
    internal bool IsMixed => Units.Keys.Any(unit => DaemonUnits.ModeOf(unit) is { } mode && mode != Mode && IsOn(unit));

    /// <summary>The units, each with the word that it shall have, also those that are not installed and must be.</summary>
    internal DaemonState With(Func<string, string, string> wanted, IEnumerable<string> needed) => this with
    {
        Units = Units.Concat(needed.Where(unit => !Units.ContainsKey(unit)).Select(unit => KeyValuePair.Create(unit, "absent"))).Select(each => KeyValuePair.Create(each.Key, wanted(each.Key, each.Value))).ToValueMap(),
    };

    /// <summary>The units in which another state differs from this one, with the other's word.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Differing(DaemonState other) => other.Units.Where(each => Units.GetValueOrDefault(each.Key) != each.Value);

    public override string ToString() => string.Join(", ", [
        IsMixed ? "both modes" : Mode == LibvirtMode.Monolithic ? "monolithic" : "modular",
        .. Units.Keys.Where(unit => DaemonUnits.IsRemote(unit) && IsOn(unit))]);
}
