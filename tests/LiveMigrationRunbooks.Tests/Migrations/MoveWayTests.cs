using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>What a move uses, from a real pair of hosts on which one thing at a time is another.</summary>
public sealed class MoveWayTests
{
    private const string Image = "/var/lib/libvirt/images/a.qcow2";
    private const string Folder = "/var/lib/libvirt/images";
    private static readonly Hypervisor s_source = Transcript.Host("kvm2");
    private static readonly Hypervisor s_there = Transcript.Host("kvm3");
    private static readonly GuestReading s_guest = s_source.Guests.Single(guest => guest.Uuid == Transcript.Guest);
    private static readonly GuestDisk s_disk = new("vda", "file", "disk", Image, null, "", [], false, false, "default", false) { Format = "qcow2" };
    private static readonly PathAnswer s_gone = new(false, "", "", $"stat: cannot statx '{Image}': No such file or directory");

    [Theory]
    [InlineData(null, MoveControl.Ssh, "--migrateuri tcp://198.51.100.13", "--desturi qemu+ssh://kvm3/system")]
    [InlineData(MoveEncryption.None, MoveControl.Tls, "--migrateuri tcp://198.51.100.13", "--desturi qemu+tls://198.51.100.13/system")]
    [InlineData(MoveEncryption.Tls, MoveControl.Ssh, "--tls --migrateuri tcp://198.51.100.13", "--desturi qemu+ssh://kvm3/system")]
    [InlineData(MoveEncryption.Tunnel, MoveControl.Ssh, "--tunnelled", "--desturi qemu+ssh://kvm3/system")]
    public void Encryption_and_control_are_the_command(MoveEncryption? encryption, MoveControl control, string data, string uri)
    {
        var command = Command(Scene(MigrationPolicy.Gentle with { Encryption = encryption, Control = control }));

        Assert.Equal($"virsh -c qemu:///system migrate --live --p2p --persistent {data} --domain {Transcript.Guest} {uri}", command);
    }

    [Fact]
    public void Speed_is_left_out_where_a_side_is_too_old_and_the_plan_says_so()
    {
        var policy = MigrationPolicy.Gentle with { Parallel = 4, Compression = MoveCompression.Zstd };
        Assert.Contains("--parallel --parallel-connections 4 --migrateuri", Command(Scene(policy)), StringComparison.Ordinal);
        Assert.Equal(["moves without compression: kvm2 has libvirt 9.0.0 and QEMU 7.2.22, and compression of parallel connections needs 9.4.0 and 5.0.0"], Notes(Scene(policy)));

        var newer = new LibvirtVersions(new Version(10, 0, 0), new Version(8, 2, 0));
        Assert.Contains("--parallel-connections 4 --compressed --comp-methods zstd --migrateuri", Command(On(Scene(policy) with { Source = s_source with { Versions = newer } }, s_there with { Versions = newer })), StringComparison.Ordinal);

        var old = new LibvirtVersions(new Version(5, 0, 0), new Version(3, 1, 0));
        var scene = On(Scene(policy) with { Source = s_source with { Versions = old } }, s_there with { Versions = old });
        Assert.DoesNotContain("--parallel", Command(scene), StringComparison.Ordinal);
        Assert.Equal(2, Notes(scene).Length);
        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Assert.Contains("--compressed --comp-methods xbzrle", Command(Scene(MigrationPolicy.Gentle with { Compression = MoveCompression.Xbzrle })), StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_clear_only_on_a_network_for_migrations_or_where_it_is_said()
    {
        var scene = Scene(MigrationPolicy.Balanced);
        scene = scene with { Target = scene.Target with { HasMigrationNetwork = false } };

        Blocks(scene, PreflightCheck.Encryption, "kvm3 has no migration_address, so the guest's memory would go in the clear");
        foreach (var encryption in new[] { MoveEncryption.None, MoveEncryption.Tunnel })
            Assert.True(Preflight.Passes(Preflight.Judge(scene with { Policy = MigrationPolicy.Balanced with { Encryption = encryption } })));
    }

    [Fact]
    public void Tls_needs_its_files_on_both_sides_and_a_host_may_want_nothing_else()
    {
        var tls = MigrationPolicy.Balanced with { Encryption = MoveEncryption.Tls };
        var has = new HostTls("/etc/pki/qemu", ["ca-cert.pem", "client-cert.pem", "client-key.pem", "server-cert.pem", "server-key.pem"], IsForced: false);
        Blocks(Scene(tls), PreflightCheck.Encryption, "encryption: tls needs /etc/pki/qemu/ca-cert.pem on kvm2, /etc/pki/qemu/client-cert.pem on kvm2");

        var scene = On(Scene(tls) with { Source = s_source with { Tls = has } }, s_there with { Tls = has with { Files = ["ca-cert.pem", "server-cert.pem"] } });
        Blocks(scene, PreflightCheck.Encryption, "encryption: tls needs /etc/pki/qemu/server-key.pem on kvm3");
        scene = On(scene, s_there with { Tls = has with { IsForced = true } });
        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Blocks(scene with { Policy = MigrationPolicy.Balanced }, PreflightCheck.Encryption, "kvm3 lets guests move by TLS only (migrate_tls_force)");
    }

    [Fact]
    public void A_peer_is_asked_over_what_the_move_will_use()
    {
        var scene = Scene(MigrationPolicy.Balanced with { Control = MoveControl.Tls });
        Blocks(scene, PreflightCheck.Peer, "not known");

        var answered = scene.SourceProbes with { TlsPeers = new ValueMap<PeerAnswer>([KeyValuePair.Create("198.51.100.13", new PeerAnswer(null, "Connection refused"))]) };
        Blocks(scene with { SourceProbes = answered }, PreflightCheck.Peer, "kvm2 cannot use qemu+tls://198.51.100.13/system: Connection refused");
    }

    [Fact]
    public void A_disk_goes_along_where_the_target_has_no_file_of_its_name()
    {
        var scene = WithDisk(s_disk, s_gone);

        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Assert.Equal([new DiskCopy("vda", Image, "qcow2", 32 << 20) { Used = 8 << 20 }], MoveWay.Of(scene).Copies);
        Assert.Contains("--copy-storage-all --migrate-disks vda --migrateuri", Command(scene), StringComparison.Ordinal);

        var shared = WithDisk(s_disk with { Cache = "none" }, new PathAnswer(true, "7", "regular file", ""));
        Assert.Empty(MoveWay.Of(shared).Copies);
    }

    [Fact]
    public void A_volume_goes_along_into_the_same_pool_and_a_file_is_a_volume_where_a_pool_lies()
    {
        var pool = new StoragePool("guests", "dir", "/var/lib/libvirt/images");
        var volume = (s_disk with { Kind = "volume", Path = null, Pool = "guests", Volume = "a.qcow2" }).In([pool]);
        Assert.Equal((Image, true), (volume.Path, volume.IsFile));

        var scene = In(WithDisk(volume, s_gone), pool, pool);
        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Assert.Equal([new DiskCopy("vda", Image, "qcow2", 32 << 20) { Used = 8 << 20, Pool = "guests" }], MoveWay.Of(scene).Copies);
        Assert.Equal("guests", Assert.Single(MoveWay.Of(In(WithDisk(s_disk, s_gone), null, pool)).Copies).Pool);

        Blocks(In(WithDisk(volume, s_gone), pool, null), PreflightCheck.Storage, "vda is a volume of the pool guests, which is not active on kvm3");
        Blocks(In(WithDisk(volume, s_gone), pool, pool with { Path = "/srv/guests" }), PreflightCheck.Storage, "which is of type dir at /srv/guests on kvm3 and of type dir at /var/lib/libvirt/images on kvm2");
        // Another disk under that name, which the guest would go on with.
        Blocks(In(WithDisk(volume, new PathAnswer(true, "9", "regular file", "")), pool, pool), PreflightCheck.Storage, "which is another file on kvm3 than on kvm2");

        static PreflightScene In(PreflightScene scene, StoragePool? here, StoragePool? there) =>
            On(scene with { Source = scene.Source with { Pools = here is null ? [] : [here] } }, s_there with { Pools = there is null ? [] : [there] });
    }

    [Fact]
    public void Only_what_is_over_a_file_that_both_hosts_have_goes_along()
    {
        const string Base = "/var/lib/libvirt/shared/base.qcow2";
        var over = s_disk with { Backing = Base, BackingFormat = "qcow2" };
        var both = Both(WithDisk(over, s_gone), "3", "3");

        Assert.True(Preflight.Passes(Preflight.Judge(both)));
        Assert.Equal([new DiskCopy("vda", Image, "qcow2", 32 << 20) { Used = 8 << 20, Backing = Base, BackingFormat = "qcow2" }], MoveWay.Of(both).Copies);
        Assert.Contains("--copy-storage-inc --migrate-disks vda --migrateuri", Command(both), StringComparison.Ordinal);
        Blocks(Both(WithDisk(over with { NamesBacking = true }, s_gone), "3", "4"), PreflightCheck.Storage, "stands on /var/lib/libvirt/shared/base.qcow2, which is not the same file on kvm3");
        // Another file of that name there; one that stands on another again, of which nobody knows which files there are.
        foreach (var whole in new[] { Both(WithDisk(over, s_gone), "3", "4"), Both(WithDisk(over with { BackingFormat = null }, s_gone), "3", "3") })
        {
            Assert.True(Preflight.Passes(Preflight.Judge(whole)));
            Assert.Null(Assert.Single(MoveWay.Of(whole).Copies).Backing);
            Assert.Contains("--copy-storage-all --migrate-disks vda", Command(whole), StringComparison.Ordinal);
        }

        static PreflightScene Both(PreflightScene scene, string here, string there) => scene with
        {
            SourceProbes = scene.SourceProbes with { Paths = With(scene.SourceProbes.Paths, Base, new PathAnswer(true, here, "regular file", "")) },
            Target = scene.Target with { Probes = scene.Target.Probes with { Paths = With(scene.Target.Probes.Paths, Base, new PathAnswer(true, there, "regular file", "")) } },
        };
    }

    [Fact]
    public void Only_disks_that_are_named_go_along()
    {
        var scene = WithDisk(s_disk, s_gone);

        Assert.Single(MoveWay.Of(scene with { Policy = MigrationPolicy.Balanced with { CopyOnly = ["vda"] } }).Copies);
        Blocks(scene with { Policy = MigrationPolicy.Balanced with { CopyOnly = ["vdb"] } }, PreflightCheck.Storage, "is not on kvm3");
    }

    [Fact]
    public void Memory_is_sent_without_a_copy_where_both_sides_know_how()
    {
        var scene = Scene(MigrationPolicy.Balanced with { ZeroCopy = true, Parallel = 2 });
        var older = On(scene, s_there with { Versions = new LibvirtVersions(new Version(9, 0, 0), new Version(7, 0, 9)) }) with { Source = s_source with { Versions = new LibvirtVersions(new Version(9, 0, 0), new Version(7, 0, 9)) } };

        Assert.Contains("--parallel --parallel-connections 2 --zerocopy --migrateuri", Command(scene), StringComparison.Ordinal);
        Assert.DoesNotContain("--zerocopy", Command(older), StringComparison.Ordinal);
        Assert.Equal(["its memory is copied before it is sent: kvm2 has libvirt 9.0.0 and QEMU 7.0.9, and zero-copy needs 8.5.0 and 7.1.0"], Notes(older));

        var limited = On(scene, s_there with { Resources = s_there.Resources with { LockableKib = 8 << 10 } });
        Assert.DoesNotContain("--zerocopy", Command(limited), StringComparison.Ordinal);
        Assert.Equal(["its memory is copied before it is sent: libvirt on kvm3 may let QEMU lock 8 MiB, and zero-copy needs the guest's 128 MiB (LimitMEMLOCK, CAP_SYS_RESOURCE)"], Notes(limited));
        Assert.Contains("--zerocopy", Command(On(scene, s_there with { Resources = s_there.Resources with { LockableKib = long.MaxValue } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Rdma_needs_a_device_on_both_hosts_and_a_limit_of_the_guest()
    {
        var scene = Scene(MigrationPolicy.Balanced with { Rdma = true });
        Blocks(scene, PreflightCheck.Rdma, "rdma needs a device on both hosts, and kvm2 and kvm3 have none (/sys/class/infiniband)");

        scene = On(scene with { Source = s_source with { RdmaDevices = ["mlx5_0"] } }, s_there with { RdmaDevices = ["mlx5_1"] });
        Blocks(scene, PreflightCheck.Rdma, "rdma pins all of its memory, and the guest has no limit for that");
        scene = scene with { Guest = s_guest with { Hardware = s_guest.Hardware with { HardLimitKib = 1 << 20 } } };
        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Assert.Contains("--rdma-pin-all --migrateuri rdma://198.51.100.13", Command(scene), StringComparison.Ordinal);
        Assert.Empty(MoveWay.Of(WithDisk(s_disk, s_gone) with { Policy = MigrationPolicy.Balanced with { Rdma = true } }).Copies);
    }

    [Fact]
    public void What_an_earlier_try_of_the_guest_has_made_is_taken_again_and_nobody_elses_file()
    {
        var there = new PathAnswer(true, "9", "regular file", "");
        Blocks(WithDisk(s_disk, there), PreflightCheck.Storage, "which is another file on kvm3 than on kvm2");

        var scene = WithDisk(s_disk, there);
        var made = scene.Target.Probes with { MadeFor = new ValueMap<ValueList<string>>([KeyValuePair.Create(Transcript.Guest, (ValueList<string>)[Image])]) };
        scene = scene with { Target = scene.Target with { Probes = made } };
        Assert.True(Preflight.Passes(Preflight.Judge(scene)));
        Assert.Equal("vda", Assert.Single(MoveWay.Of(scene).Copies).Disk);
    }

    [Fact]
    public void What_keeps_a_disk_from_going_along()
    {
        var scene = WithDisk(s_disk, s_gone);

        Blocks(WithDisk(s_disk with { Format = "vmdk" }, s_gone), PreflightCheck.Storage, "has the format vmdk");
        Blocks(WithDisk(s_disk with { Backing = "/base.qcow2", NamesBacking = true }, s_gone), PreflightCheck.Storage, "stands on /base.qcow2");
        Blocks(scene with { Policy = MigrationPolicy.Balanced with { CopyDisks = false } }, PreflightCheck.Storage, "is not on kvm3");
        Blocks(scene with { Policy = MigrationPolicy.Balanced with { Encryption = MoveEncryption.Tunnel } }, PreflightCheck.Storage, "is not on kvm3");
        Blocks(scene with { SourceProbes = scene.SourceProbes with { Folders = One(Image, new FolderAnswer(true, "nfs", 1 << 30, "")) } }, PreflightCheck.Storage, "lies on nfs and is not on kvm3");
        Blocks(scene with { SourceProbes = scene.SourceProbes with { Disks = ValueMap<DiskAnswer>.Empty } }, PreflightCheck.Storage, "how large disk vda is could not be read on kvm2: not asked");
        Blocks(Room(new FolderAnswer(true, "xfs", 1 << 20, "")), PreflightCheck.Storage, "take 8 MiB, and /var/lib/libvirt/images on kvm3 has 1 MiB left");
        Blocks(Room(new FolderAnswer(false, "", 0, "No such file or directory")), PreflightCheck.Storage, "would be copied to /var/lib/libvirt/images, which is not on kvm3");
        Assert.Equal(["vda may grow to 32 MiB, and /var/lib/libvirt/images on kvm3 has 16 MiB left"], Notes(Room(new FolderAnswer(true, "xfs", 16 << 20, ""))));

        var promised = Room(new FolderAnswer(true, "xfs", 16 << 20, "") { FileSystem = "8c" }) with { PlannedDisk = One("8c", 10L << 20) };
        Blocks(promised, PreflightCheck.Storage, "vda take 8 MiB, and /var/lib/libvirt/images on kvm3 has 16 MiB left, 10 MiB of them promised to other guests");

        PreflightScene Room(FolderAnswer answer) => scene with { Target = scene.Target with { Probes = scene.Target.Probes with { Folders = One(Folder, answer) } } };
    }

    private static PreflightScene Scene(MigrationPolicy policy) =>
        new(s_guest, "kvm2", s_source, Transcript.Probes("source-kvm2"), new MoveTarget("kvm3", "kvm3", "198.51.100.13", 0, s_there, Transcript.Probes("target-kvm3")), MemoryNeed.None) { Policy = policy };

    private static PreflightScene On(PreflightScene scene, Hypervisor there) => scene with { Target = scene.Target with { Reading = there } };

    private static PreflightScene WithDisk(GuestDisk disk, PathAnswer onTarget)
    {
        var scene = Scene(MigrationPolicy.Balanced);
        var here = scene.SourceProbes with
        {
            Paths = With(scene.SourceProbes.Paths, Image, new PathAnswer(true, "7", "regular file", "")),
            Disks = One($"{Transcript.Guest}:vda", new DiskAnswer(32 << 20, 8 << 20, "")),
            Folders = One(Image, new FolderAnswer(true, "ext2/ext3", 1L << 30, "")),
        };
        var there = scene.Target.Probes with { Paths = With(scene.Target.Probes.Paths, Image, onTarget), Folders = One(Folder, new FolderAnswer(true, "xfs", 1L << 30, "")) };
        return scene with { Guest = s_guest with { Hardware = s_guest.Hardware with { Disks = [disk] } }, SourceProbes = here, Target = scene.Target with { Probes = there } };
    }

    private static ValueMap<T> One<T>(string key, T value) => new([KeyValuePair.Create(key, value)]);

    private static ValueMap<T> With<T>(ValueMap<T> map, string key, T value) => new(map.Append(KeyValuePair.Create(key, value)));

    private static string Command(PreflightScene scene) => MigrationCommand.For(Transcript.Guest, MoveWay.Of(scene)).ToString();

    private static string[] Notes(PreflightScene scene) => [.. Preflight.Judge(scene).Where(finding => finding.Verdict == PreflightVerdict.Warning).Select(finding => finding.What)];

    private static void Blocks(PreflightScene scene, string check, string what)
    {
        var blocked = Preflight.Judge(scene).Where(finding => finding.Verdict == PreflightVerdict.Blocked).ToArray();
        Assert.Contains(blocked, finding => finding.Check == check && finding.What.Contains(what, StringComparison.Ordinal));
        Assert.All(blocked, finding => Assert.NotEmpty(finding.Remedy));
        Assert.All(blocked, finding => Assert.Equal(check, finding.Check));
    }
}
