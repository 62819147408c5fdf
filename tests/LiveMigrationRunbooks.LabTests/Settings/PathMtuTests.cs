using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The gate proves frames with frames: it fails where a switch between the hosts carries less than their interfaces say.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class PathMtuTests : IClassFixture<Leftovers>
{
    [Fact]
    public async Task Full_frames_pass_and_a_narrow_switch_between_the_hosts_is_found()
    {
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1:kvm2
                steps:
                  - nic.mtu: { device: eth1, mtu: 8400 }
                gate:
                  - check.path_mtu: { mtu: 8400 }
            """);
        await lmr.ApplyAsync();
        await lmr.RollsBackAsync();
        await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm2", "mtu", "1500");
        try
        {
            var narrow = await lmr.RunAsync("apply", "--yes");
            Assert.True(narrow.ExitCode == 2, narrow.All);
            Assert.Contains("a device between carries less", narrow.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm2", "mtu", "9000");
            await lmr.RollsBackAsync();
        }
    }

    [Fact]
    public async Task Among_three_hosts_the_one_behind_the_narrow_port_is_named_and_fails_alone()
    {
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1:kvm2:kvm3
                max_failed: 1
                gate:
                  - check.path_mtu: { mtu: 1400 }
            """);
        await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm3", "mtu", "1300");
        try
        {
            var narrow = await lmr.RunAsync("apply", "--yes");
            Assert.True(narrow.ExitCode == 2, narrow.All);
            Assert.Contains("all paths to and from kvm3 carry", narrow.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("failed  kvm1", narrow.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("failed  kvm2", narrow.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm3", "mtu", "9000");
        }
    }
}
