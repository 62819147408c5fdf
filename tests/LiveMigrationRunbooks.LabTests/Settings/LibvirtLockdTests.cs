using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>A disk that a guest writes is locked against a second guest by libvirt, and not before the runbook has said so.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LibvirtLockdTests : IClassFixture<Leftovers>
{
    private const string Disk = "/var/lib/lmr-lab-locked.raw";
    private const string Locked = $"Lockspace resource '{Disk}' is locked";

    [Fact]
    public async Task A_second_guest_does_not_get_the_disk_of_the_first()
    {
        var host = new HostView("kvm1");
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1
                steps:
                  - libvirt.lockd: { locks: on }
                    notify: restart libvirt
                handlers:
                  - name: restart libvirt
                    libvirt.restart: {}
            """);
        await host.AskAsync($"truncate -s 1M {Disk}");
        try
        {
            await host.AskAsync(Start("locked-1"));
            Assert.DoesNotContain(Locked, await host.AskAsync(Start("locked-2")), StringComparison.Ordinal);
            Assert.Contains("1 guest runs (locked-1): without locks until stopped and started", (await lmr.RunAsync("plan")).All, StringComparison.Ordinal);
            await lmr.ApplyAsync();
            await host.AskAsync($"virsh -q destroy locked-1; {Start("locked-1")}");
            Assert.Contains(Locked, await host.AskAsync(Start("locked-2")), StringComparison.Ordinal);
            await lmr.RollsBackAsync();
        }
        finally
        {
            await host.AskAsync($"for guest in locked-1 locked-2; do virsh -q destroy $guest; done 2>/dev/null; rm -f {Disk}");
        }
    }

    // Nothing to boot: a guest that only has the disk open is enough.
    private static string Start(string name) => $"""
        virsh -q create /dev/stdin 2>&1 <<'END' || true
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{Disk}'/><target dev='vda' bus='virtio'/></disk></devices></domain>
        END
        """;
}
