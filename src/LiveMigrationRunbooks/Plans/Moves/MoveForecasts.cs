using System.Net;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>What moves will cost, from what both hosts told and what the inventory says of the links between them.</summary>
internal sealed class MoveForecasts(Inventory inventory, IReadOnlyDictionary<string, HostReading> readings)
{
    private const long MegabitBytes = 125_000;
    private readonly IReadOnlyDictionary<string, Uplink> _uplinks = Uplink.Of(inventory, new Findings());

    /// <param name="shares">How many moves have each link of it between them, itself among them; 1 where it has them for itself.</param>
    public Forecast? Of(GuestMove move, double shares = 1)
    {
        if (move.Offline) return null;
        if (readings[move.Source].Hypervisor is not Hypervisor source || source.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid) is not { } guest) return null;
        var link = Link(move).Shared(shares);
        return Forecaster.Make(guest.Memory, guest.Hardware.MemoryKib, link, CopyTerms.Of(move.Terms, move.MayPostCopy), move.Copies?.Sum(copy => copy.Bytes) ?? 0);
    }

    // What moves of this manner found between these hosts counts before what anybody says of the link.
    private LinkEstimate Link(GuestMove move)
    {
        var said = LinkEstimate.Narrowest(Links(move));
        var before = readings[move.Source].Left.Where(past => past.Target == move.Target && past.Manner == PathManner.Of(move.Terms));
        return MeasuredPath.Of(before)?.Link(said.Full, $"from {move.Source} to {move.Target}") ?? said.Limited(move.Terms.BandwidthMibPerSecond is { } limit ? limit << 20 : null);
    }

    private IEnumerable<LinkEstimate> Links(GuestMove move)
    {
        var (from, to) = (Settings(move.Source), Settings(move.Target));
        if (OfHost(move.Source, from, move.TargetAddress) is { } leaving) yield return leaving;
        if (OfHost(move.Target, to, move.TargetAddress) is { } coming) yield return coming;
        foreach (var name in MoveUplinks.Between(from?.Uplink, to?.Uplink))
            if (_uplinks.TryGetValue(name, out var uplink)) yield return LinkEstimate.Of(uplink.Speed * uplink.Percent / 100, $"uplink {name}");
    }

    private HostSettings? Settings(string host) => inventory.Host(host) is { } known ? HostSettings.Of(inventory, known, new Findings()) : null;

    // What the inventory says counts before what a driver tells: a switch in between, or an emulated link, may be slower.
    private LinkEstimate? OfHost(string host, HostSettings? settings, string targetAddress)
    {
        if (settings?.MigrationSpeed is { } written) return LinkEstimate.Of(written, $"migration_speed of {host}");
        var reading = readings[host];
        return reading.Hypervisor is Hypervisor { Networks: var networks } && Nic(reading.Facts, targetAddress) is { } nic && networks.Speeds.TryGetValue(nic, out var speed)
            ? LinkEstimate.Of(speed * MegabitBytes, $"{nic} of {host}") : null;
    }

    // The interface whose own network the address is in; a migration network has no router in it.
    private static string? Nic(HostFacts facts, string targetAddress) => IPAddress.TryParse(targetAddress, out var target)
        ? facts.Nic.Where(nic => nic.Value.Addresses.Any(address => IPNetwork.TryParse(address, out var network) && network.Contains(target))).Select(nic => nic.Key).FirstOrDefault() : null;
}
