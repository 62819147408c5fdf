using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// A device that two hosts see, as they see a LUN: a guest of each would write it, and QEMU does not notice, because its own locks end at the host. With
/// locks on storage that both mount, libvirt lets only one of them start.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class LibvirtLockdTests : IClassFixture<BareLeftovers>
{
    private const string Lun = "/dev/lmr-lun";
    private const string Image = "/var/lib/libvirt/shared/lmr-lun.raw";
    private const string Locks = "/var/lib/libvirt/shared/lmr-locks";
    private readonly HostView _one = new("kvm8");
    private readonly HostView _two = new("kvm9");

    [Fact]
    public async Task A_guest_does_not_get_the_disk_of_a_guest_on_another_host()
    {
        using var lmr = Lmr.Steps("kvm8:kvm9", $$"""
            - name: Locks
              libvirt.lockd: { locks: on, lockspace: {{Locks}} }
              notify: restart libvirt
            """);
        File.AppendAllText(lmr.Runbook, "    handlers:\n      - name: restart libvirt\n        libvirt.restart: {}\n");
        using var half = new Lmr("""
            name: Half
            plays:
              - hosts: kvm8:kvm9
                steps:
                  - libvirt.lockd: { locks: "{{ inventory_hostname == 'kvm8' ? 'on' : 'off' }}" }
            """);
        var before = await EtcAsync();
        try
        {
            await AttachAsync();
            Assert.Equal(["", ""], [await _one.AskAsync(Start("locked-1")), await _two.AskAsync(Start("locked-2"))]);
            var plan = await lmr.PlansAsync(2);
            Assert.Contains("1 guest runs (locked-1): without locks until stopped and started", plan, StringComparison.Ordinal);
            Assert.Contains("locks: off on kvm9; a host that takes no locks writes to disks that others have locked", await half.PlansAsync(2), StringComparison.Ordinal);
            await _one.AskAsync("virsh -q destroy locked-1");
            await _two.AskAsync("virsh -q destroy locked-2");
            await lmr.ApplyAsync();
            Assert.Equal("", await _one.AskAsync(Start("locked-1")));
            Assert.Matches("^error: .*\nerror: resource busy: Lockspace resource '[0-9a-f]{64}' is locked$", await _two.AskAsync(Start("locked-2")));
            // The lock goes with its guest.
            await _one.AskAsync("virsh -q destroy locked-1");
            Assert.Equal("", await _two.AskAsync(Start("locked-2")));
            await _two.AskAsync("virsh -q destroy locked-2");
            await lmr.RollsBackAsync();
        }
        finally
        {
            await Task.WhenAll(_one.AskAsync(Detach), _two.AskAsync(Detach));
            await _one.AskAsync($"rm -rf {Image} {Locks}");
        }
        Assert.Equal(before, await EtcAsync());
    }

    // Whoever holds the device open keeps it; so it is gone with its host, however that ends. Each host has a node of its own for it.
    private async Task AttachAsync()
    {
        var number = await _one.AskAsync($"""
            [ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
            free=$(python3 -c 'import fcntl; print(fcntl.ioctl(open("/dev/loop-control"), 0x4C82))')
            mknod {Lun} b 7 $free && truncate -s 1M {Image} && losetup {Lun} {Image} &&
            mkdir -p {Locks} && systemd-run -q --unit=lmr-lun -p StandardInput=file:{Lun} sleep infinity && losetup -d {Lun} && echo $free
            """);
        await _two.AskAsync($"mknod {Lun} b 7 {number}");
    }

    private const string Detach = $"for guest in locked-1 locked-2; do virsh -q destroy $guest 2>/dev/null; done; systemctl stop lmr-lun 2>/dev/null; rm -f {Lun} /dev/loop-control";

    // Nothing to boot: a guest that only has the disk open is enough.
    private static string Start(string name) => $"""
        virsh -q create /dev/stdin 2>&1 <<'END' || true
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><disk type='block' device='disk'><driver name='qemu' type='raw' cache='none'/><source dev='{Lun}'/><target dev='vda' bus='virtio'/></disk></devices></domain>
        END
        """;

    private async Task<string> EtcAsync() => string.Join('\n', await Task.WhenAll(_one.AskAsync(HostView.Etc), _two.AskAsync(HostView.Etc)));
}
