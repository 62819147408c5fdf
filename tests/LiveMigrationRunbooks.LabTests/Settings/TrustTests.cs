using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// Two hosts whose roots know nobody come to reach each other in one run, as libvirt's daemons will: by name and by address, without a
/// question. Then all of it is gone again.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class TrustTests : IClassFixture<TrustLeftovers>, IAsyncLifetime
{
    private const string Runbook = $$"""
        name: Trust
        plays:
          - hosts: {{Pair.Both}}
            rollout: { stages: [1] }
            steps:
              - name: Key
                ssh.key: {}
              - name: Trust
                ssh.trust: { only_from_itself: true }
        """;

    private readonly HostView[] _hosts = [new(Pair.One), new(Pair.Two)];

    public Task InitializeAsync() => RootKeys.PutAsideAsync(_hosts);

    public async Task DisposeAsync()
    {
        await RootKeys.PutBackAsync(_hosts);
        await AllAsync("rm -f /root/kept");
    }

    [Fact]
    public async Task Roots_that_know_nobody_reach_each_other_after_one_run()
    {
        using var lmr = new Lmr(Runbook);
        var before = await AllAsync(RootKeys.Everything);
        Assert.Equal(["no", "no"], await AllAsync($"ssh -o BatchMode=yes {Pair.One} true 2>/dev/null && ssh -o BatchMode=yes {Pair.Two} true 2>/dev/null && echo yes || echo no"));

        Assert.Contains($"{Pair.One}: unknown until 'Key' has been done on {Pair.Two}", await lmr.PlansAsync(2), StringComparison.Ordinal);
        await lmr.ApplyAsync();
        foreach (var (host, peer) in new[] { (_hosts[0], _hosts[1]), (_hosts[1], _hosts[0]) })
        {
            Assert.Equal($"{peer.Name} {peer.Name} {peer.Name}", (await host.AskAsync(RootKeys.Reach(peer.Name, peer.Address, $"198.51.100.1{peer.Name[^1]}"))).Replace('\n', ' '));
            Assert.Equal(peer.Name, await host.AskAsync($"virsh -c qemu+ssh://{peer.Name}/system hostname | head -n 1"));
            Assert.Equal("1", await host.AskAsync("grep -cx '# no line end' /root/.ssh/authorized_keys"));
        }
        await lmr.PlansAsync(0);
        Assert.Equal(0, (await lmr.RunAsync("drift")).ExitCode);

        await _hosts[0].AskAsync("cp -a /root/.ssh/authorized_keys /root/kept && sed -i '/lmr-trust/d' /root/.ssh/authorized_keys");
        Assert.Contains("authorized_keys#lmr-trust", (await lmr.RunAsync("drift")).Output, StringComparison.Ordinal);
        await _hosts[0].AskAsync("mv /root/kept /root/.ssh/authorized_keys");
        await lmr.RollsBackAsync();
        Assert.Equal(before, await AllAsync(RootKeys.Everything));
    }

    private async Task<string[]> AllAsync(string text) => await Task.WhenAll(_hosts.Select(host => host.AskAsync(text)));
}
