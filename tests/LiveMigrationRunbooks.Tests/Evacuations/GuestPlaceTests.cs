using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

/// <summary>kvm2 runs lv-a and lv-b; what the other hosts say differs.</summary>
public sealed class GuestPlaceTests
{
    private static readonly Hypervisor s_host = Transcript.Host("kvm2");
    private static readonly Hypervisor s_empty = s_host with { Guests = [], Moves = [], QemuUuids = [] };

    [Theory]
    [InlineData("lv-a")]
    [InlineData(Transcript.Guest)]
    [InlineData("663F5FE7-7BCE-54C7-8DA9-05232CF906A3")]
    public void A_guest_is_found_by_name_and_by_uuid(string guest)
    {
        var place = Place(guest, ("kvm1", s_empty), ("kvm2", s_host));

        Assert.Equal(("kvm2", null, "lv-a"), (place.Host, place.Reason, place.Guest?.Name));
    }

    [Fact]
    public void A_guest_on_two_hosts_is_nobodys_to_move()
    {
        var left = s_host with { Guests = [s_host.Guests.First(guest => guest.Name == "lv-a") with { Condition = GuestCondition.Parse("shut off (migrated)") }] };

        Assert.Equal((null, "guest.on_several", $"lv-a is on kvm1 (shut off (migrated)) and on kvm2 ({s_host.Guests[0].Condition}). Say which one is meant with --from HOST, or by its UUID."), Told(Place("lv-a", ("kvm2", s_host), ("kvm1", left))));
        Assert.Equal("kvm2", Place("lv-a", ("kvm2", s_host)).Host);
    }

    [Fact]
    public void Nobody_knows_where_a_guest_is_while_a_host_is_silent()
    {
        Assert.Equal(
            (null, "guest.place_unknown", "kvm2 has lv-a; whether it is elsewhere too is not known, because libvirt does not answer on kvm1 (down). Where you know that it is not: --from kvm2."),
            Told(Place("lv-a", ("kvm1", new NotAnswering("down")), ("kvm2", s_host))));
        Assert.Equal((null, "guest.unknown", "no host that answered has web-1, and libvirt does not answer on kvm1 (down)."), Told(Place("web-1", ("kvm1", new NotAnswering("down")), ("kvm2", s_host))));
    }

    [Fact]
    public void Who_is_nowhere_is_not_moved()
    {
        Assert.Equal((null, "guest.unknown", "no host has lv-c. 'virsh list --all' on a host names its guests."), Told(Place("lv-c", ("kvm1", s_empty), ("kvm2", s_host))));
        Assert.Equal((null, "guest.unknown", "kvm1 does not have web-1. 'virsh list --all' on a host names its guests."), Told(Place("web-1", ("kvm1", s_empty))));
    }

    [Fact]
    public void An_unfinished_move_is_asked_for_where_it_began()
    {
        var began = s_empty with { Moves = [new MoveRecord(Transcript.Guest, "20261120-101112-abcd", "kvm2", "198.51.100.12", true, "begun")] };

        Assert.Equal("kvm1", Place("lv-a", ("kvm1", began), ("kvm2", s_host)).Host);
        Assert.Equal("kvm1", Place(Transcript.Guest, ("kvm1", began), ("kvm3", s_empty)).Host);
    }

    private static GuestPlace Place(string guest, params (string Name, HypervisorReading Reading)[] hosts) =>
        GuestPlace.Of(guest, hosts.Select(host => KeyValuePair.Create(host.Name, host.Reading)));

    private static (string?, string?, string?) Told(GuestPlace place) => (place.Host, place.Reason, place.Explanation);
}
