using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// The controller is killed while a change stands under its timer. Whoever takes the run up waits until the host has decided: what it took back is
/// done anew, what was confirmed stands.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class GuardResumeTests : IAsyncLifetime
{
    private const string Host = "kvm6";
    private const string State = "cat /sys/class/net/eth0/mtu; cat /etc/lmr-held /etc/lmr-recovered 2>/dev/null; ls /var/lib/lmr/armed 2>/dev/null; systemctl list-timers --no-legend 'lmr-*'";

    // A timer that ends when the test says so, however slow the machine is: that it ends by itself, lock-outs show. The plain change behind the guarded ones needs a job with a number of its own.
    private static readonly string s_runbook = $$"""
        name: Lab
        plays:
          - hosts: {{Host}}
            steps:
              - nic.mtu: { device: eth0, mtu: 1480 }
                confirm_within: 1800s
              {{HeldStep.Yaml}}
                confirm_within: 1800s
              - file: { path: /etc/lmr-recovered, content: "behind\n" }
        """;

    private readonly HostView _view = new(Host);

    public Task InitializeAsync() => Leftovers.RemoveAsync(Host);

    public Task DisposeAsync() => Leftovers.RemoveAsync(Host);

    [Fact]
    public async Task What_its_host_took_back_is_done_anew()
    {
        var before = await _view.AskAsync(HostView.Etc);
        using var lmr = new Lmr(s_runbook);
        await using (var held = await HeldStep.OnAsync(Host))
        {
            await KillAsync(lmr, held);
            using var resume = lmr.Start(["resume", "last"]);
            await resume.SaysAsync($"still at work on {Host}");
            Assert.Equal("1480\n/var/lib/lmr/armed", await _view.AskAsync("cat /sys/class/net/eth0/mtu; ls /var/lib/lmr/armed"));
            await RunOutAsync();
            await held.LetGoAsync();
            var ended = await resume.EndAsync();
            Assert.True(ended.ExitCode == 0, ended.All);
        }
        await StandsAsync(lmr, before, "last");
    }

    [Fact]
    public async Task What_was_confirmed_stands_and_the_rest_follows()
    {
        var before = await _view.AskAsync(HostView.Etc);
        using var lmr = new Lmr(s_runbook);
        await using (var held = await HeldStep.OnAsync(Host, "/usr/bin/systemctl", "stop lmr-"))
        {
            await KillAsync(lmr, held);
            Assert.Equal("confirmed", await _view.AskAsync("readlink /var/lib/lmr/runs/$(ls -t /var/lib/lmr/runs | head -1)/3/go"));
        }
        var ended = await lmr.ResumeAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Equal("1 2 3 4", await _view.AskAsync("cd /var/lib/lmr/runs/$(ls -t /var/lib/lmr/runs | head -1); echo [0-9]*"));
        await StandsAsync(lmr, before, "last");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_machine_knows_from_the_host_what_stood_under_a_timer(bool confirmed)
    {
        var before = await _view.AskAsync(HostView.Etc);
        using var elsewhere = new Lmr(s_runbook);
        string run;
        using (var lmr = new Lmr(s_runbook))
        {
            await using var held = confirmed ? await HeldStep.OnAsync(Host, "/usr/bin/systemctl", "stop lmr-") : await HeldStep.OnAsync(Host);
            await KillAsync(lmr, held);
            run = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs"))));
            if (!confirmed) await RunOutAsync();
        }
        using (var recover = elsewhere.Start(["runs", "recover", "--from-hosts", "-i", elsewhere.Inventory, "-l", Host, "--runbook", elsewhere.Runbook]))
            Assert.Contains(run, (await recover.EndAsync()).Output, StringComparison.Ordinal);
        var ended = await elsewhere.ResumeAsync(run);
        Assert.True(ended.ExitCode == 0, ended.All);
        await StandsAsync(elsewhere, before, run);
    }

    // The job, or the confirmation, is left in the middle; so is the session that sent it.
    private static async Task KillAsync(Lmr lmr, HeldStep held)
    {
        using var run = lmr.Start("apply", "--yes");
        await held.IsReachedAsync(run);
        await run.SignalAsync("KILL");
        await run.EndAsync();
    }

    /// <summary>The timer ends, and its host takes back what stands under it.</summary>
    private async Task RunOutAsync()
    {
        await _view.AskAsync("systemctl start --no-block lmr-$(ls -t /var/lib/lmr/runs | head -1)-3.service");
        await Eventually.HoldsAsync("the host took it back", async () => await _view.AskAsync("cat /var/lib/lmr/runs/$(ls -t /var/lib/lmr/runs | head -1)/3/rc 2>/dev/null || true") == "0");
    }

    private async Task StandsAsync(Lmr lmr, string before, string run)
    {
        Assert.Equal("1480\nheldbehind", await _view.AskAsync(State));
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync(run);
        Assert.Equal("1500", await _view.AskAsync(State));
        Assert.Equal(before, await _view.AskAsync(HostView.Etc));
    }
}
