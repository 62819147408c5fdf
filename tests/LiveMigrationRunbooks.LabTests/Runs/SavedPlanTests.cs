using LiveMigrationRunbooks.LabTests.Guests;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// A saved plan does what it says, once, or refuses: on real hosts something is changed behind its back, one thing at a time. All values, and
/// what is told of each, are the unit tests' matter.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class SavedPlanTests : IClassFixture<Leftovers>
{
    private const string Mark = "/etc/lmr-two-saved";
    private const string Kept = "/etc/lmr-two-kept";

    // What is done to the host, what takes it back, and the key that is named.
    private static readonly (string Do, string Undo, string Key)[] s_pinned =
    [
        ($"echo other >{Mark}", $"rm {Mark}", $"file:{Mark} persisted"),
        ($"chmod 0600 {Kept}", $"chmod 0644 {Kept}", $"file:{Kept} persisted"),
        ("sysctl -qw net.ipv4.conf.eth1.log_martians=1", "sysctl -qw net.ipv4.conf.eth1.log_martians=0", "sysctl/net.ipv4.conf.eth1.log_martians runtime"),
        ("tr 0-9a-f a-f0-9 </etc/machine-id >/run/lmr-two-id && mount --bind /run/lmr-two-id /etc/machine-id", "umount /etc/machine-id", "host#machine_id"),
        ("cp /etc/ssh/ssh_host_ed25519_key.pub /etc/ssh/ssh_host_two_key.pub", "rm /etc/ssh/ssh_host_two_key.pub", "host#ssh_keys"),
    ];

    [Fact]
    public async Task What_is_pinned_refuses_and_is_named_and_then_it_is_applied_once()
    {
        var host = new HostView("kvm3");
        await host.AskAsync($"echo kept >{Kept}; chmod 0644 {Kept}");
        using var lmr = Lmr.Steps("kvm3", $$"""
            - file: { path: {{Mark}}, content: "x\n" }
            - file: { path: {{Kept}}, content: "kept\n", mode: "0644" }
            - sysctl: { set: { net.ipv4.conf.eth1.log_martians: 0 } }
            """);
        try
        {
            var plan = await lmr.SavesAsync();
            foreach (var (change, back, key) in s_pinned)
            {
                await host.AskAsync(change);
                var stale = await lmr.ApplySavedAsync(plan);
                await host.AskAsync(back);
                Assert.True(stale.ExitCode == 1, stale.All);
                Assert.Contains("[plan.stale]", stale.Error, StringComparison.Ordinal);
                Assert.Contains($"kvm3: {key}", stale.Error, StringComparison.Ordinal);
                Assert.Equal("gone", await host.AskAsync($"[ -e {Mark} ] || echo gone"));
            }
            var applied = await lmr.ApplySavedAsync(plan);
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal("x", await host.AskAsync($"cat {Mark}"));
            await lmr.RollsBackAsync();

            // Nothing of it is left on the host but that it was applied; nor on this machine, as on another one.
            Assert.Contains("[plan.applied]", (await lmr.ApplySavedAsync(plan)).Error, StringComparison.Ordinal);
            Directory.Delete(Path.Combine(lmr.Folder, ".lmr"), recursive: true);
            var again = await lmr.ApplySavedAsync(plan);
            Assert.Contains("[plan.applied]", again.Error, StringComparison.Ordinal);
            Assert.Equal("gone", await host.AskAsync($"[ -e {Mark} ] || echo gone"));
        }
        finally
        {
            await host.AskAsync($"rm -f {Kept} /run/lmr-two-id");
        }
    }

    [Fact]
    public async Task Guests_are_pinned_and_the_memory_of_their_target_is_guarded()
    {
        var (source, target) = (new HostView("kvm1"), new HostView("kvm2"));
        await using var guest = await Guest.StartAsync("lv-saved", "kvm1");
        using var lmr = Evacuation.Of("kvm1", "kvm2");
        var plan = await lmr.SavesAsync();

        await source.AskAsync($"virsh -q suspend {guest.Uuid}");
        var paused = await lmr.ApplySavedAsync(plan);
        await source.AskAsync($"virsh -q resume {guest.Uuid}");
        Assert.Contains($"kvm1: guest/{guest.Uuid}#state: running -> paused (user)", paused.Error, StringComparison.Ordinal);

        // Less than the guest needs; the plan's own bound is told.
        await target.AskAsync("sed 's/^MemAvailable:.*/MemAvailable: 4096 kB/' /proc/meminfo >/run/lmr-two-memory && mount --bind /run/lmr-two-memory /proc/meminfo");
        var full = await lmr.ApplySavedAsync(plan);
        await target.AskAsync("umount /proc/meminfo; rm /run/lmr-two-memory");
        Assert.True(full.ExitCode == 1, full.All);
        Assert.Contains("kvm2: host#available_kib:", full.Error, StringComparison.Ordinal);
        Assert.Contains("must be >=", full.Error, StringComparison.Ordinal);
        Assert.Equal("running yes enable", await guest.OnAsync("kvm1"));

        // By now memory, load and the reason why the guest runs are others, all of them inside their bounds or watched.
        var applied = await lmr.ApplySavedAsync(plan);
        try
        {
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal("running yes enable", await guest.OnAsync("kvm2"));
        }
        finally
        {
            await lmr.RollsBackAsync();
        }
    }
}
