using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>Starts from a real pair of hosts between which nothing forbids the move, and spoils one thing at a time.</summary>
public sealed class PreflightTests
{
    private static readonly Hypervisor Source = Transcript.Host("kvm2");
    private static readonly Hypervisor There = Transcript.Host("kvm3");
    private static readonly GuestReading Guest = Source.Guests.Single(guest => guest.Uuid == Transcript.Guest);
    private static readonly MoveTarget Target = new("kvm3", "kvm3", "198.51.100.13", 512 * 1024, There, Transcript.Probes("target-kvm3"));
    private static readonly PreflightScene Scene = new(Guest, "kvm2", Source, Transcript.Probes("source-kvm2"), Target, MemoryNeed.None);

    [Fact]
    public void A_real_pair_of_hosts_passes_every_check()
    {
        var findings = Preflight.Judge(Scene);

        Assert.All(findings, finding => Assert.Equal(PreflightVerdict.Passed, finding.Verdict));
        Assert.Equal(19, findings.Select(finding => finding.Check).Distinct().Count());
    }

    [Fact]
    public void A_leftover_of_the_same_UUID_is_named_with_the_way_out()
    {
        var kvm1 = Target with { Name = "kvm1", Peer = "kvm1", MigrationAddress = "198.51.100.11", Reading = Transcript.Host("kvm1"), Probes = Transcript.Probes("target-kvm1") };

        Blocks(PreflightCheck.Clash, Scene with { Target = kvm1 }, "kvm1 has a guest of this UUID: lv-a, shut off (unknown)");
    }

    [Fact]
    public void A_target_that_does_not_answer_is_one_finding() =>
        Assert.Equal([PreflightCheck.TargetAnswers], Preflight.Judge(Scene with { Target = Target with { Reading = new NotAnswering("time-out") } }).Select(finding => finding.Check));

    [Fact]
    public void Nothing_that_was_not_asked_passes()
    {
        var findings = Preflight.Judge(Scene with { SourceProbes = ProbeAnswers.NotAsked, Target = Target with { Probes = ProbeAnswers.NotAsked } });

        Assert.Equal(
            [PreflightCheck.Cpu, PreflightCheck.Port, PreflightCheck.Peer, PreflightCheck.Storage],
            findings.Where(finding => finding.Verdict == PreflightVerdict.Blocked).Select(finding => finding.Check).Distinct());
    }

    [Fact]
    public void An_older_target() =>
        Blocks(PreflightCheck.Versions, On(There with { Versions = new LibvirtVersions(new Version(9, 0, 0), new Version(7, 1, 9)) }), "QEMU 7.1.9 on kvm3 is older than 7.2.22 on kvm2");

    [Fact]
    public void A_machine_type_that_is_not_offered() =>
        Blocks(PreflightCheck.Machine, With(Guest.Hardware with { Machine = "pc-q35-9.0" }), "kvm3 does not offer the machine type pc-q35-9.0");

    [Fact]
    public void Memory_is_judged_with_what_others_were_promised()
    {
        var free = There.Memory.AvailableKib;

        Blocks(PreflightCheck.Memory, Scene with { Planned = MemoryNeed.None with { Kib = free - (600 * 1024) } }, "promised to others");
        Blocks(PreflightCheck.Memory, Scene with { Target = Scene.Target with { ReservedKib = free - (600 * 1024) } }, "reserved by other runs");
        Blocks(PreflightCheck.Memory, With(Guest.Hardware with { MemoryKib = free }), "are missing");
    }

    [Fact]
    public void A_name_that_another_guest_has() =>
        Blocks(PreflightCheck.Clash, On(There with { Guests = [Guest with { Uuid = Transcript.Other }] }), "another guest named lv-a");

    [Fact]
    public void A_process_of_the_same_UUID_that_libvirt_does_not_know() =>
        Blocks(PreflightCheck.Clash, On(There with { QemuUuids = [Transcript.Guest] }), "unknown to libvirt");

    [Fact]
    public void Cloned_hosts() =>
        Blocks(PreflightCheck.HostUuid, Scene with { Source = Source with { HostUuid = There.HostUuid } }, "same host UUID");

    [Fact]
    public void A_name_that_leads_to_another_host() =>
        Blocks(PreflightCheck.Peer, On(There with { HostUuid = "00000000-0000-0000-0000-000000000001" }), "is another host");

    [Fact]
    public void A_firewall_in_the_way()
    {
        var probes = Transcript.Probes("source-kvm2");
        var closed = probes with { Addresses = new ValueMap<ReachAnswer>([KeyValuePair.Create("198.51.100.13:49215", new ReachAnswer(Reach.Rejected, "No route to host"))]) };

        Blocks(PreflightCheck.Port, Scene with { SourceProbes = closed }, "rejected: a firewall on kvm3");
    }

    [Theory]
    [InlineData("network", "default", "the libvirt network default is not active on kvm3")]
    [InlineData("bridge", "br0", "there is no bridge br0 on kvm3")]
    [InlineData("direct", "eth7", "there is no link eth7 on kvm3")]
    public void A_network_that_is_missing(string kind, string source, string what) =>
        Blocks(PreflightCheck.Networks, With(Guest.Hardware with { Networks = [new GuestNetwork(kind, source)] }), what);

    [Fact]
    public void A_disk_on_storage_of_its_own()
    {
        var path = "/var/lib/libvirt/shared/vmlinuz";
        var disk = new GuestDisk("vda", "file", "disk", path, null, "", [], false, false, "none", false);
        var elsewhere = Target.Probes with { Paths = new ValueMap<PathAnswer>(Target.Probes.Paths.Append(KeyValuePair.Create(path, new PathAnswer(true, "1", "regular file", "")))) };
        var scene = With(Guest.Hardware with { Disks = [disk] });

        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Blocks(PreflightCheck.Storage, scene with { Target = Target with { Probes = elsewhere } }, "which is another file on kvm3 than on kvm2");
        Blocks(PreflightCheck.Storage, With(Guest.Hardware with { Disks = [disk with { Kind = "block", Cache = "writeback" }] }), "cache mode writeback");
        Blocks(PreflightCheck.Storage, With(Guest.Hardware with { Disks = [disk with { Kind = "volume", Path = null, Pool = "fast" }] }), "pool fast");
    }

    [Fact]
    public void What_ties_a_guest_to_its_host() =>
        Blocks(PreflightCheck.HostBound, With(Guest.Hardware with { HostBound = ["hostdev pci"] }), "hostdev pci");

    [Fact]
    public void A_foreign_owner() => Blocks(PreflightCheck.Owner, With(Guest.Hardware with { ForeignOwner = "oVirt" }), "belongs to oVirt");

    [Fact]
    public void Huge_pages_of_its_size_must_be_free_there()
    {
        var guest = With(Guest.Hardware with { Hugepages = Huge("2048") });
        var enough = (Guest.Hardware.MemoryKib / 2048).ToString(CultureInfo.InvariantCulture);

        Blocks(PreflightCheck.Hugepages, guest, "kvm3 does not say which huge pages it has");
        Blocks(PreflightCheck.Hugepages, guest with { Target = Having(pages: [("2048", 3), ("1048576", 64)]) }, "needs 128 MiB in huge pages of 2048 KiB, and kvm3 has 6 MiB of them free");
        Assert.True(Preflight.Passes(Preflight.Judge(guest with { Target = Having(pages: [("2048", long.Parse(enough, CultureInfo.InvariantCulture))]) })));
        Assert.True(Preflight.Passes(Preflight.Judge(With(Guest.Hardware with { Hugepages = Huge("0") }) with { Target = Having(pages: [("2048", 64)]) })));
        // What is set aside for huge pages is no part of what is available; and what one guest was promised is gone for the next.
        Assert.True(Preflight.Passes(Preflight.Judge(guest with { Target = Having(pages: [("2048", 64)]), Planned = MemoryNeed.None with { Kib = There.Memory.AvailableKib - (620 * 1024) } })));
        Blocks(PreflightCheck.Hugepages, guest with { Target = Having(pages: [("2048", 100)]), Planned = MemoryNeed.Of(Guest.Hardware with { Hugepages = Huge("0") }) }, "kvm3 has 200 MiB of them free, 128 MiB promised to others");
    }

    private static ValueMap<long> Huge(string size) => new([KeyValuePair.Create(size, Guest.Hardware.MemoryKib)]);

    [Fact]
    public void Processors_that_it_is_pinned_to_must_be_there()
    {
        var guest = With(Guest.Hardware with { PinnedTo = [0, 5, 6] });

        Blocks(PreflightCheck.Pinning, guest, "kvm3 does not say which processors it has");
        Blocks(PreflightCheck.Pinning, guest with { Target = Having(cpus: [0, 1, 2, 3, 4, 5]) }, "pinned to the processors 0, 5, 6, and kvm3 has no 6");
        Assert.True(Preflight.Passes(Preflight.Judge(guest with { Target = Having(cpus: [0, 5, 6]) })));
    }

    [Theory]
    [InlineData("lockd", "", "kvm3 takes no locks on disks, kvm2 does (lockd)")]
    [InlineData("lockd", "sanlock", "kvm2 takes locks by lockd, kvm3 by sanlock")]
    [InlineData("lockd", "lockd", null)]
    [InlineData("", "lockd", null)]
    public void Locks_that_would_end_with_the_move_are_told(string here, string there, string? told)
    {
        var scene = Scene with { Source = Source with { Resources = HostResources.NotTold with { LockManager = here } }, Target = Having(locks: there) };
        var warned = Preflight.Judge(scene).SingleOrDefault(finding => finding.Check == PreflightCheck.Locks && finding.Verdict == PreflightVerdict.Warning);

        Assert.Equal(told is null, warned is null);
        Assert.StartsWith(told ?? "", warned?.What ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 9000, 1500, PreflightVerdict.Warning, "br0 has MTU 1500 on kvm3, 9000 on kvm2")]
    [InlineData(9000L, 9000, 1500, PreflightVerdict.Blocked, "its interface on br0 has MTU 9000, and br0 has 1500 on kvm3")]
    [InlineData(1400L, 9000, 1500, PreflightVerdict.Passed, "all its networks are there")]
    [InlineData(null, 1500, 9000, PreflightVerdict.Passed, "all its networks are there")]
    public void A_narrower_way_is_told_before_packets_are_lost_on_it(long? own, long here, long there, PreflightVerdict verdict, string what)
    {
        var bridged = With(Guest.Hardware with { Networks = [new GuestNetwork("bridge", "br0") { Mtu = own }] });
        var scene = bridged with { Source = Source with { Networks = Bridged(here) }, Target = Target with { Reading = There with { Networks = Bridged(there) } } };
        var finding = Assert.Single(Preflight.Judge(scene), finding => finding.Check == PreflightCheck.Networks);

        Assert.Equal(verdict, finding.Verdict);
        Assert.StartsWith(what, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_that_is_busy_or_held()
    {
        Blocks(PreflightCheck.State, Scene with { Guest = Guest with { HasCheckpoints = true } }, "has checkpoints");
        Blocks(PreflightCheck.Jobs, Scene with { Guest = Guest with { Job = new GuestJob.Migrating(JobStatistics.Empty) } }, "by somebody else");
        Blocks(PreflightCheck.Jobs, Scene with { Guest = Guest with { Job = new GuestJob.Unread("busy") } }, "could not be read");
        Blocks(PreflightCheck.State, Scene with { Guest = Guest with { HasSnapshots = true } }, "snapshots");
        Blocks(PreflightCheck.State, Scene with { Guest = Guest with { Condition = GuestCondition.Parse("pmsuspended (unknown)") } }, "pmsuspended");
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var findings = Preflight.Judge(With(Guest.Hardware with { Machine = "none", HostBound = ["hostdev pci"], ForeignOwner = "oVirt", MemoryKib = 1L << 40 }));

        Assert.Equal(4, findings.Count(finding => finding.Verdict == PreflightVerdict.Blocked));
        Assert.All(findings.Where(finding => finding.Verdict == PreflightVerdict.Blocked), finding => Assert.NotEmpty(finding.Remedy));
    }

    private static MoveTarget Having(IEnumerable<(string Size, long Free)>? pages = null, ValueList<int>? cpus = null, string? locks = null) => Target with
    {
        Reading = There with { Resources = new HostResources(cpus, pages?.Select(page => KeyValuePair.Create(page.Size, page.Free)).ToValueMap(), 2048, locks) },
    };

    private static HostNetworks Bridged(long mtu) => new([], ["br0"], ["br0"]) { Mtus = new ValueMap<long>([KeyValuePair.Create("br0", mtu)]) };

    private static PreflightScene On(Hypervisor there) => Scene with { Target = Target with { Reading = there } };

    private static PreflightScene With(GuestHardware hardware) => Scene with { Guest = Guest with { Hardware = hardware } };

    private static void Blocks(string check, PreflightScene scene, string what)
    {
        var blocked = Preflight.Judge(scene).Where(finding => finding.Verdict == PreflightVerdict.Blocked).ToArray();
        Assert.Contains(blocked, finding => finding.Check == check && finding.What.Contains(what, StringComparison.Ordinal));
        Assert.All(blocked, finding => Assert.Equal(check, finding.Check));
    }
}
