using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Hosts that are not each other's equals: one is older, one has not the memory for the guests of the other.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class UnlikeHostsTests : IClassFixture<BareLeftovers>
{
    // In the first folder of the path, before virsh itself; what is left of it is removed by its comment.
    private const string Stand = "/usr/local/sbin/virsh";
    private readonly HostView _one = new("kvm8");
    private readonly HostView _two = new("kvm9");

    // The lab has one libvirt and one QEMU: a stand-in says what a host of the time before says to the one question.
    [Fact]
    public async Task A_host_that_is_older_than_another_is_named()
    {
        using var lmr = Lmr.Steps("kvm8:kvm9", "- check.version: {}", "gate");
        using var oneWay = Lmr.Steps("kvm8:kvm9", "- check.version: { both_ways: false }", "gate");
        await _one.AskAsync($"""
            cat >{Stand} <<'end'
            #!/bin/sh
            # /run/lmr-held: removed with what is left over
            case "$*" in *'version --daemon'*) /usr/bin/virsh "$@" | sed 's/QEMU 7[.0-9]*$/QEMU 6.2.0/; s/daemon: 9[.0-9]*$/daemon: 8.0.0/'; exit ;; esac
            exec /usr/bin/virsh "$@"
            end
            chmod 755 {Stand}
            """);
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains("kvm8  check.version: libvirt 8.0.0 is older than that of kvm9 (9.0.0): guests that were started there may not run here; QEMU 6.2.0 is older than that of kvm9 (7.2.", ended.Error, StringComparison.Ordinal);
            Assert.Contains("write both_ways: false", ended.Error, StringComparison.Ordinal);
            Assert.Contains("kvm9  check.version: libvirt 9.0.0, QEMU 7.2.", ended.Error, StringComparison.Ordinal);
            await oneWay.ApplyAsync();
        }
        finally
        {
            await _one.AskAsync($"rm -f {Stand}");
        }
    }

    // A guest of nearly all that is available, of which it has touched nothing yet; half is to be kept. What other lanes take and give in between is less.
    [Fact]
    public async Task A_guest_that_would_not_fit_into_the_others_is_named_and_so_are_missing_huge_pages()
    {
        var available = long.Parse(await _two.AskAsync("awk '/^MemAvailable:/ { print $2 }' /proc/meminfo"), System.Globalization.CultureInfo.InvariantCulture);
        using var lmr = Lmr.Steps("kvm8:kvm9", $"- name: Room\n  check.memory: {{ free: {available / 2}KiB, one_host_down: true }}\n- name: Pages\n  check.memory: {{ hugepages: 1 }}", "gate");
        try
        {
            await _one.AskAsync($"""
                virsh -q create --paused /dev/stdin <<'end'
                <domain type='qemu'><name>large-1</name><memory unit='KiB'>{available / 20 * 19}</memory><os><type arch='x86_64'>hvm</type></os>
                  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>
                end
                """);
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains("kvm8  Room: its guest (", ended.Error, StringComparison.Ordinal);
            Assert.Contains(" would not fit into what kvm9 (", ended.Error, StringComparison.Ordinal);
            Assert.Contains("large-1 needs ", ended.Error, StringComparison.Ordinal);
            Assert.Contains("Add a host, shut guests down, or lower the reserve (free).", ended.Error, StringComparison.Ordinal);
            Assert.Contains("kvm8  Pages: 0 of 0 huge pages of 2 MiB are unused, and 1 are wanted", ended.Error, StringComparison.Ordinal);
        }
        finally
        {
            await _one.RunAsync("virsh -q destroy large-1");
        }
    }
}
