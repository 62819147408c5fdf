using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The gate sees a link as it is: there, slower than asked for, or gone since somebody pulled the cable.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LinkCheckTests : IClassFixture<Leftovers>
{
    [Fact]
    public async Task A_link_that_is_there_passes_and_a_pulled_cable_does_not()
    {
        Assert.Equal("10Gbit/s: 0", await GateAsync("10Gbit/s", "up"));
        Assert.Equal("25Gbit/s: 2, it runs at 10Gbit/s, not 25Gbit/s", await GateAsync("25Gbit/s", "up"));
        Assert.Equal("10Gbit/s: 2, eth1 has no link", await GateAsync("10Gbit/s", "down"));
    }

    private static async Task<string> GateAsync(string speed, string cable)
    {
        using var lmr = Lmr.Steps("kvm1", "- nic.queue: { device: eth1, length: 1700 }");
        File.AppendAllText(lmr.Runbook, $"    gate:\n      - check.link: {{ device: eth1, speed: {speed}, duplex: full, no_overruns: true }}\n");
        await CableAsync(cable);
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            string[] reasons = ["it runs at 10Gbit/s, not 25Gbit/s", "eth1 has no link"];
            return string.Join(", ", reasons.Where(reason => ended.All.Contains(reason, StringComparison.Ordinal)).Prepend($"{speed}: {ended.ExitCode}"));
        }
        finally
        {
            await CableAsync("up");
            await lmr.RollbackAsync();
        }
    }

    private static Task CableAsync(string to) => Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm1", to);
}
