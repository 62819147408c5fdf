using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// The shipped runbook with the whole tuning of a migration network, on three hosts: applied, still there after all of them have been restarted,
/// and taken back so that nothing below /etc is other than before. <see cref="VmRebootTests"/> goes the same way on a host with its own kernel.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class WholeTuningTests
{
    private const string Values = "cat /sys/class/net/eth1/mtu; sysctl net.ipv4.tcp_rmem net.ipv4.tcp_wmem; ethtool -k eth1 | grep -E '^(generic|tcp-seg)'";
    private static readonly string[] s_hosts = ["kvm1", "kvm2", "kvm3"];

    /// <summary>The runbook as it ships, for other hosts than its own.</summary>
    public static string Runbook(string pattern) => File.ReadAllText(Path.Combine(LabFolder.Repository, "runbooks", "tune-migration-hosts.yml"))
        .Replace("default: kvm,", $"default: {pattern},", StringComparison.Ordinal)
        // vm1 has two processors, of which one must be left for guests.
        .Replace("default: 0-1,", "default: \"0\",", StringComparison.Ordinal);

    [Fact]
    public async Task It_applies_survives_a_restart_of_all_hosts_and_is_taken_back_to_the_byte()
    {
        await Leftovers.RemoveAsync(s_hosts);
        using var lmr = new Lmr(Runbook("kvm"));
        var before = await ReadAsync();
        try
        {
            await lmr.PlansAsync(2);
            await lmr.ApplyAsync();
            await Task.WhenAll(s_hosts.Select(async host =>
            {
                var rebooted = await HostView.RebootAsync(host);
                Assert.True(rebooted.ExitCode == 0, rebooted.All);
            }));
            await lmr.PlansAsync(0);
            Assert.All(await ReadAsync(), reading => Assert.StartsWith("9000\n", reading, StringComparison.Ordinal));
        }
        catch
        {
            await lmr.RollbackAsync();
            throw;
        }
        await lmr.RollsBackAsync();
        Assert.All(before.Zip(await ReadAsync()), pair => Assert.Equal(pair.First, pair.Second));
    }

    private static Task<string[]> ReadAsync() => Task.WhenAll(s_hosts.Select(async host => (await new HostView(host).RunAsync($"{Values}\n{HostView.Etc}")).Output));
}
