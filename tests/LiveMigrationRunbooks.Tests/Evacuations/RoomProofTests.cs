using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

/// <summary>A guest of 128 MiB needs 194 MiB of a host: itself, and what QEMU takes.</summary>
public sealed class RoomProofTests
{
    private static readonly GuestMove[] s_coming = [Moves.Of("a", "kvm2", "kvm3"), Moves.Of("b", "kvm2", "kvm3")];

    [Theory]
    [InlineData(390, 0, 0, null)]
    [InlineData(300, 0, 0, "kvm3 has 300 MiB available; a, b need 389 MiB: 89 MiB are missing")]
    [InlineData(390, 100, 0, "kvm3 has 390 MiB available, 100 MiB of them kept in reserve; a, b need 389 MiB: 99 MiB are missing")]
    [InlineData(390, 0, 50, "kvm3 has 390 MiB available, 50 MiB reserved by other runs; a, b need 389 MiB: 49 MiB are missing")]
    public void All_who_are_to_come_have_room_and_the_reserve_stays_free(long free, long kept, long reserved, string? missing) =>
        Assert.Equal(missing, RoomProof.Missing(s_coming, [Target(free, kept, reserved)]).GetValueOrDefault("kvm3"));

    [Fact]
    public void Copies_of_all_who_are_to_come_fit_into_the_file_system_they_go_to()
    {
        var target = Target(9000, 0, 0);
        GuestMove[] coming = [Moves.Of("a", "kvm2", "kvm3", disks: 2), Moves.Of("b", "kvm2", "kvm3", disks: 1)];

        Assert.Empty(RoomProof.Missing(coming, [With(3)]));
        Assert.Equal("/srv on kvm3 has 2 MiB left; disks of a, b take 3 MiB: 1 MiB are missing", RoomProof.Missing(coming, [With(2)])["kvm3"]);
        Assert.Equal("kvm3 does not say how much room /srv has left (not asked)", RoomProof.Missing(coming, [target])["kvm3"]);

        MoveTarget With(long mib) => target with { Probes = ProbeAnswers.NotAsked with { Folders = new ValueMap<FolderAnswer>([KeyValuePair.Create("/srv", new FolderAnswer(true, "xfs", mib << 20, "") { FileSystem = "8c" })]) } };
    }

    [Theory]
    [InlineData(128L, null)]
    [InlineData(null, "kvm3 does not say which huge pages it has")]
    [InlineData(127L, "kvm3 has 254 MiB in huge pages of 2048 KiB free; a, b need 256 MiB: 2 MiB are missing")]
    public void All_who_are_to_come_have_huge_pages(long? free, string? missing)
    {
        // Of what is available only QEMU itself takes something.
        var target = Target(140, 0, 0);
        var host = (Hypervisor)target.Reading with { Resources = HostResources.NotTold with { DefaultHugepageKib = 2048, FreeHugepages = free is { } pages ? Map("2048", pages) : null } };
        GuestMove[] coming = [s_coming[0] with { Hugepages = Map("2048", 128 << 10) }, s_coming[1] with { Hugepages = Map("0", 128 << 10) }];

        Assert.Equal(missing, RoomProof.Missing(coming, [target with { Reading = host }]).GetValueOrDefault("kvm3"));

        static ValueMap<long> Map(string size, long value) => new([KeyValuePair.Create(size, value)]);
    }

    [Fact]
    public void A_target_that_says_nothing_has_no_room() => Assert.Equal(
        "kvm3 does not say how much memory it has left (down)", RoomProof.Missing(s_coming, [Target(9000, 0, 0) with { Reading = new NotAnswering("down") }])["kvm3"]);

    [Fact]
    public void Of_a_target_to_which_nobody_goes_nothing_is_asked() =>
        Assert.Empty(RoomProof.Missing([Moves.Of("a", "kvm2", "kvm1")], [Target(0, 0, 0) with { Reading = new NotAnswering("down") }]));

    private static MoveTarget Target(long freeMib, long keptMib, long reservedMib) =>
        new("kvm3", "kvm3", "198.51.100.13", keptMib * 1024, Transcript.Host("kvm3") with { Memory = new HostMemory(1 << 24, freeMib * 1024) }, ProbeAnswers.NotAsked) { ReservedKib = reservedMib * 1024 };
}
