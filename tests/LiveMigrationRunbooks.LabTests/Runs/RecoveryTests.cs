using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// The machine that made a run is gone in the middle of it, with all that it knew. Another one fetches the run from its hosts, and goes on or
/// takes it back.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class RecoveryTests : IAsyncLifetime
{
    private static readonly string[] s_hosts = ["kvm6", "kvm7"];

    // kvm7 comes in the second stage, and the run dies in the first.
    private const string Runbook = $$"""
        name: Lab
        plays:
          - hosts: kvm6:kvm7
            rollout: { stages: [1] }
            steps:
              - directory: { path: /etc/lmr-recovered }
              {{HeldStep.Yaml}}
              - file: { path: /etc/lmr-recovered/conf, content: "held\n" }
                notify: count
            handlers:
              - name: count
                service.restart: { name: chronyd }
        """;

    public Task InitializeAsync() => Leftovers.RemoveAsync(s_hosts);

    public Task DisposeAsync() => Leftovers.RemoveAsync(s_hosts);

    [Fact]
    public async Task Another_machine_takes_it_back()
    {
        var before = await EtcAsync();
        using var elsewhere = new Lmr(Runbook);
        var run = await LostAsync();
        await RecoverAsync(elsewhere, run);
        await elsewhere.RollsBackAsync(run);
        Assert.Equal(before, await EtcAsync());
        await elsewhere.PlansAsync(2);
    }

    [Fact]
    public async Task Another_machine_goes_on_with_it()
    {
        var before = await EtcAsync();
        using var elsewhere = new Lmr(Runbook);
        var run = await LostAsync();
        await RecoverAsync(elsewhere, run);
        using (var resume = Underway.Start(elsewhere.Folder, LabFolder.Lmr, ["resume", run, "--runbook", elsewhere.Runbook]))
        {
            var ended = await resume.EndAsync();
            Assert.True(ended.ExitCode == 0, ended.All);
        }
        await elsewhere.PlansAsync(0);
        Assert.All(await Task.WhenAll(s_hosts.Select(host => new HostView(host).AskAsync("cat /etc/lmr-recovered/conf; ls /var/lib/lmr/owed"))), conf => Assert.Equal("held", conf));
        await elsewhere.RollsBackAsync(run);
        Assert.Equal(before, await EtcAsync());
    }

    /// <summary>A run that was killed in its first job, whose folder is gone; what it had begun on the host has ended by itself.</summary>
    private static async Task<string> LostAsync()
    {
        await using var held = await HeldStep.OnAsync("kvm6");
        using var lmr = new Lmr(Runbook);
        using var lost = lmr.Start("apply", "--yes");
        await held.IsReachedAsync(lost);
        await lost.SignalAsync("KILL");
        var run = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs"))));
        await held.LetGoAsync();
        return run;
    }

    private static async Task RecoverAsync(Lmr elsewhere, string run)
    {
        using var recover = Underway.Start(elsewhere.Folder, LabFolder.Lmr, ["runs", "recover", "--from-hosts", "-i", elsewhere.Inventory, "-l", "kvm6:kvm7", "--runbook", elsewhere.Runbook]);
        var ended = await recover.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Contains(run, ended.Output, StringComparison.Ordinal);
    }

    private static Task<string[]> EtcAsync() => Task.WhenAll(s_hosts.Select(host => new HostView(host).AskAsync(HostView.Etc)));
}
