using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// The shipped runbook with the whole tuning of a migration network: applied, still there after all hosts have been restarted, and taken back
/// so that nothing below /etc is other than before.
/// </summary>
public abstract class WholeTuningTests(string pattern, params string[] hosts)
{
    // But for what hosts write there by themselves, and firewalld's backup of a zone.
    private const string Files = """
        cd /etc && find . \( -name '*.old' -o -name adjtime -o -name mtab -o -name resolv.conf \) -prune -o -printf '%p %y %m %u:%g %l\n' | sort
        find . -type f ! -name '*.old' ! -name adjtime -exec sha256sum {} + | sort -k 2
        """;

    private const string Values = "cat /sys/class/net/eth1/mtu; sysctl net.ipv4.tcp_rmem net.ipv4.tcp_wmem; ethtool -k eth1 | grep -E '^(generic|tcp-seg)'; ethtool -g eth1 2>/dev/null";

    [Fact]
    public async Task It_applies_survives_a_restart_of_all_hosts_and_is_taken_back_to_the_byte()
    {
        await Leftovers.RemoveAsync(hosts);
        // vm1 has two processors, of which one must be left for guests.
        using var lmr = new Lmr(File.ReadAllText(Path.Combine(LabFolder.Repository, "runbooks", "tune-migration-hosts.yml"))
            .Replace("default: kvm,", $"default: {pattern},", StringComparison.Ordinal).Replace("default: 0-1,", "default: \"0\",", StringComparison.Ordinal));
        var before = await ReadAsync();
        try
        {
            await lmr.PlansAsync(2);
            await lmr.ApplyAsync();
            await lmr.PlansAsync(0);
            await Task.WhenAll(hosts.Select(async host =>
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
        var after = await ReadAsync();
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second));
    }

    private Task<string[]> ReadAsync() => Task.WhenAll(hosts.Select(async host => (await new HostView(host).RunAsync($"{Values}\n{Files}")).Output));
}

[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class ContainerWholeTuningTests() : WholeTuningTests("kvm", "kvm1", "kvm2", "kvm3");

[Trait("Category", "Lab")]
[Collection(Lanes.Vm)]
public sealed class VmWholeTuningTests() : WholeTuningTests("vm", "vm1");
