using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// Whatever a change does to the way in, the host is back within its timer and 30 seconds, and its files are what they were. Hosts wait for their
/// timers side by side.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class OddLockoutTests : IClassFixture<OddLeftovers>
{
    [Fact]
    public Task A_dropped_port_and_a_route_that_is_gone_come_back() => Task.WhenAll(Lockouts.Port.ComesBackAsync(), Lockouts.Route.ComesBackAsync());

    [Fact]
    public Task A_link_that_is_down_and_a_black_hole_come_back() => Task.WhenAll(Lockouts.Link.ComesBackAsync(), Lockouts.BlackHole.ComesBackAsync());

    [Fact]
    public Task Broken_sudoers_come_back() => Lockouts.Sudo.ComesBackAsync();
}

/// <summary>The same with nobody left who could confirm, and where the persisted form is what is wrong; and a change that is all right.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class LockoutTests
{
    private const string Host = "kvm6";
    private const string Change = """
            steps:
              - nic.mtu: { device: eth0, mtu: 1480 }
                confirm_within: SECONDSs
              HELD
                confirm_within: SECONDSs
        """;

    [Fact]
    public Task Sshd_that_lets_nobody_in_comes_back() => Lockouts.Sshd.ComesBackAsync();

    [Fact]
    public Task A_wrong_address_comes_back() => Lockouts.Address.ComesBackAsync();

    [Fact]
    public Task A_persisted_form_that_cuts_is_found_under_the_same_timer() => Lockouts.Persisted.ComesBackAsync();

    [Fact]
    public async Task A_controller_that_is_killed_after_the_change_confirms_nothing()
    {
        var cut = Held(Lockout.Seconds);
        await Leftovers.RemoveAsync(Host);
        var before = await cut.StateAsync();
        await using (var held = await HeldStep.OnAsync(Host))
        {
            using var lmr = cut.Lmr();
            using var run = lmr.Start("apply", "--yes");
            await held.IsReachedAsync(run);
            await run.SignalAsync("KILL");
            Assert.NotEqual(before, await cut.StateAsync());
            await Eventually.HoldsAsync("the host took it back", async () => await new HostView(Host).AskAsync("ls /var/lib/lmr/armed 2>/dev/null || echo gone") == "gone");
        }
        Assert.Equal(before, await cut.StateAsync());
        Assert.InRange(await cut.SecondsToReturnAsync(), 0, Lockout.Seconds + Lockout.Margin);
    }

    [Fact]
    public async Task A_host_that_boots_before_the_end_of_its_timer_comes_up_as_it_was()
    {
        var cut = Held(1800);
        var view = new HostView(Host);
        await Leftovers.RemoveAsync(Host);
        var before = await cut.StateAsync();
        using var lmr = cut.Lmr();
        await using (var held = await HeldStep.OnAsync(Host))
        {
            using var run = lmr.Start("apply", "--yes");
            await held.IsReachedAsync(run);
            await run.SignalAsync("KILL");
        }
        Assert.Contains("MTUBytes=1480", await view.AskAsync("cat /etc/systemd/network/*.link"), StringComparison.Ordinal);
        var rebooted = await HostView.RebootAsync(Host);
        Assert.True(rebooted.ExitCode == 0, rebooted.All);
        await Eventually.HoldsAsync("the host took it back", async () => await view.AskAsync("ls /var/lib/lmr/armed 2>/dev/null || echo gone") == "gone");
        Assert.Equal(before, await cut.StateAsync());
        Assert.Contains("files of a change that was not confirmed return", await view.AskAsync("journalctl -b -u lmr-finish-early --no-pager"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_leaves_the_way_in_open_is_confirmed_and_stands()
    {
        await Leftovers.RemoveAsync(Host);
        var view = new HostView(Host);
        var before = await view.AskAsync(HostView.Etc);
        using var lmr = new Lmr($"name: Lab\nplays:\n  - hosts: {Host}\n    steps:\n      - nic.mtu: {{ device: eth0, mtu: 1480 }}\n");
        Assert.Contains("may cut the management path (eth0 carries it): reverts in 120s unless confirmed", await lmr.PlansAsync(2), StringComparison.Ordinal);
        await lmr.ApplyAsync();
        Assert.Equal("1480", await view.AskAsync("cat /sys/class/net/eth0/mtu; ls /var/lib/lmr/armed /etc/systemd/system/*/lmr-* /etc/systemd/system/lmr-* 2>/dev/null; systemctl list-timers --no-legend 'lmr-*'"));
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        Assert.Equal(before, await view.AskAsync(HostView.Etc));
        await lmr.PlansAsync(2);
    }

    [Fact]
    public async Task What_stood_is_taken_back_under_a_timer_where_what_follows_fails()
    {
        await Leftovers.RemoveAsync(Host);
        var view = new HostView(Host);
        var before = await view.AskAsync(HostView.Etc);
        // Packets of the size that a session agreed on before the change do not reach the host after it, not even as parts of a larger one.
        await SegmentsAsync(1);
        try
        {
            await FailsAsync(view, before);
        }
        finally
        {
            await SegmentsAsync(65535);
        }

        static async Task SegmentsAsync(int most) =>
            Assert.Equal("", (await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", $"m-{Host}", "gso_max_segs", $"{most}")).Error);
    }

    private static async Task FailsAsync(HostView view, string before)
    {
        using var lmr = new Lmr($$"""
            name: Lab
            plays:
              - hosts: {{Host}}
                over_budget: rollback_stage
                steps:
                  - nic.mtu: { device: eth0, mtu: 1480 }
                gate:
                  - check.command: { run: ["false"] }
            """);
        var ended = await lmr.RunAsync("apply", "--yes");
        Assert.True(ended.ExitCode == 2, ended.All);
        Assert.Contains("nic.mtu eth0: taken back with the others", ended.All, StringComparison.Ordinal);
        Assert.Equal(before, await view.AskAsync(HostView.Etc));
        // The change in two jobs and its timer, the way back in one and its own; both timers were called off.
        Assert.Equal("1500\n1 2 3 4 5\n3/guards confirmed\n5/guards confirmed", await view.AskAsync(
            "cat /sys/class/net/eth0/mtu; cd /var/lib/lmr/runs/$(ls -t /var/lib/lmr/runs | head -1); echo [0-9]*; for guard in */guards; do echo $guard $(readlink ${guard%/*}/go); done; ls /var/lib/lmr/armed 2>/dev/null || true"));
    }

    private static Lockout Held(int seconds) => new("nobody to confirm", Host, Change.Replace("SECONDS", $"{seconds}", StringComparison.Ordinal).Replace("HELD", HeldStep.Yaml, StringComparison.Ordinal));
}

/// <summary>The same again and again, in an order that the seed decides, so that a rare order of events comes up too.</summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Alone)]
public sealed class LockoutCampaign(ITestOutputHelper told)
{
    private const int Rounds = 3;

    [Fact]
    public async Task Every_way_of_cutting_a_host_off_comes_back_each_time()
    {
        var random = new Random(Campaign.Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var cuts = Lockouts.All.ToArray();
            random.Shuffle(cuts);
            await Task.WhenAll(cuts.GroupBy(cut => cut.Host).Select(async host =>
            {
                foreach (var cut in host) await cut.ComesBackAsync();
            }));
            Campaign.Tell(told, $"lock-outs, seed {Campaign.Seed}, round {round + 1}: {string.Join(", ", cuts.Select(cut => $"{cut}"))}: all came back");
        }
    }
}
