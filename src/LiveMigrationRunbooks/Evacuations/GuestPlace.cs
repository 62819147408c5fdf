using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>Where one guest is, as far as hosts told: on one of them, or why nobody can say.</summary>
/// <param name="Host">The host that has it, or from which an unfinished move of it began; null where that is not known.</param>
/// <param name="Reason">A stable id of why not; null where it is known and may leave.</param>
/// <param name="Explanation">The same for people, with what to do.</param>
public sealed record GuestPlace(string? Host, string? Reason, string? Explanation)
{
    /// <param name="guest">Its name or UUID.</param>
    /// <param name="read">What each host said that it could be on.</param>
    public static GuestPlace Of(string guest, IEnumerable<KeyValuePair<string, HypervisorReading>> read)
    {
        var hosts = read.OrderBy(host => host.Key, StringComparer.Ordinal).ToList();
        var places = hosts.SelectMany(host => Named(guest, host.Value).Select(found => (Host: host.Key, Guest: found))).ToList();
        var silent = hosts.Where(host => host.Value is not Hypervisor).Select(host => $"{host.Key} ({(host.Value as NotAnswering)?.Why})").ToList();
        // Whoever began to move it is asked how that ended: the host it was to leave knows.
        var begun = hosts.FirstOrDefault(host => (host.Value as Hypervisor)?.Moves.Any(move => IsMeant(guest, move.Uuid) || places.Exists(place => place.Guest.Uuid == move.Uuid)) ?? false).Key;
        if (begun is not null) return new GuestPlace(begun, null, null);
        if (places.Count > 1) return Refused("guest.on_several", $"{guest} is on {string.Join(" and on ", places.Select(place => $"{place.Host} ({place.Guest.Condition})"))}. Say which one is meant with --from HOST, or by its UUID.");
        if (places.Count == 0 && silent.Count > 0) return Refused("guest.unknown", $"no host that answered has {guest}, and libvirt does not answer on {string.Join(", ", silent)}.");
        if (places.Count == 0) return Refused("guest.unknown", $"{(hosts.Count == 1 ? $"{hosts[0].Key} does not have" : "no host has")} {guest}. 'virsh list --all' on a host names its guests.");
        var only = places[0];
        if (silent.Count > 0) return Refused("guest.place_unknown", $"{only.Host} has {guest}; whether it is elsewhere too is not known, because libvirt does not answer on {string.Join(", ", silent)}. Where you know that it is not: --from {only.Host}.");
        return new GuestPlace(only.Host, null, null) { Guest = only.Guest };
    }

    /// <summary>The guest as it was read; null where only a move of it is known.</summary>
    public GuestReading? Guest { get; init; }

    private static GuestPlace Refused(string reason, string explanation) => new(null, reason, explanation);

    private static IEnumerable<GuestReading> Named(string guest, HypervisorReading reading) =>
        (reading as Hypervisor)?.Guests.Where(each => each.Name == guest || IsMeant(guest, each.Uuid)) ?? [];

    private static bool IsMeant(string guest, string uuid) => string.Equals(guest, uuid, StringComparison.OrdinalIgnoreCase);
}
