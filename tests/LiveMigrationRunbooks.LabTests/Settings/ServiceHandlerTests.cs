using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Daemons are told once of all that changed, and again when it is taken back; a broken file of sshd's does not cost the way in.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class ServiceHandlerTests
{
    private const string Host = "kvm5";
    private static readonly HostView s_host = new(Host);

    [Fact]
    public async Task A_restart_and_a_reload_happen_once_and_again_on_the_way_back()
    {
        using var lmr = Runbook("PrintMotd no");
        var (first, reloads) = (await s_host.DaemonAsync("chrony"), await ReloadsAsync());
        await lmr.ApplyAsync();
        var second = await s_host.DaemonAsync("chrony");
        await lmr.PlansAsync(0);
        Assert.Equal(reloads + 1, await ReloadsAsync());
        await lmr.RollsBackAsync();
        Assert.Equal(3, new[] { first, second, await s_host.DaemonAsync("chrony") }.Distinct().Count());
        Assert.Equal(reloads + 2, await ReloadsAsync());
    }

    [Fact]
    public async Task A_file_that_sshd_does_not_accept_is_taken_back_before_sshd_sees_it()
    {
        using var lmr = Runbook("NoSuchWord yes");
        var before = await s_host.DaemonAsync("ssh");
        var ended = await lmr.RunAsync("apply", "--yes");
        Assert.True(ended.ExitCode == 2, ended.All);
        Assert.Contains("NoSuchWord", ended.Output, StringComparison.Ordinal);
        Assert.Equal(before, await s_host.DaemonAsync("ssh"));
        Assert.Equal("absent", await s_host.AskAsync("test -e /etc/ssh/sshd_config.d/lmr-lab.conf && echo there || echo absent"));
    }

    [Fact]
    public async Task Clocks_are_judged_by_what_they_follow()
    {
        // A source measured a few times is far off by its own account, the more so on a busy machine: what the test asks is whom the clock follows.
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm5
                failed_host: rollback
                steps:
                  - time.sync: { servers: [203.0.113.55] }
                gate:
                  - check.command: { run: [systemctl, is-active, chrony.service], expect: { out: active } }
                  - check.time: { within: 10s }
            """);
        // Nobody answers at that address yet, and the host has its own clock only: a new chronyd remembers no source that it once had.
        await s_host.AskAsync("systemctl restart chrony");
        var alone = await lmr.RunAsync("apply", "--yes");
        await lmr.RollbackAsync();
        Assert.True(alone.ExitCode == 2, alone.All);
        Assert.Contains("follows its own clock alone", alone.Output, StringComparison.Ordinal);
        await s_host.AskAsync("ip addr add 203.0.113.55/32 dev lo; mkdir -p /run/lmr-clock; printf 'local stratum 3\\nallow\\nbindaddress 203.0.113.55\\ncmdport 0\\nbindcmdaddress /\\npidfile /run/lmr-clock/pid\\n' >/run/lmr-clock/conf; chronyd -x -f /run/lmr-clock/conf");
        try
        {
            Assert.Contains("source 203.0.113.55, stratum 4", (await lmr.ApplyAsync()).ToJsonString(), StringComparison.Ordinal);
        }
        finally
        {
            await s_host.AskAsync("kill $(cat /run/lmr-clock/pid); rm -r /run/lmr-clock; ip addr del 203.0.113.55/32 dev lo");
            await lmr.RollbackAsync();
        }
        Assert.DoesNotContain("203.0.113.55", await s_host.AskAsync("chronyc -N -c sources -a; ls /etc/chrony/sources.d"), StringComparison.Ordinal);
    }

    private static Lmr Runbook(string line) => new($$"""
        name: Lab
        plays:
          - hosts: kvm5
            steps:
              - file: { path: /etc/chrony/conf.d/lmr-lab.conf, content: "maxslewrate 1000\n" }
                notify: restart chrony
              - file: { path: /etc/chrony/conf.d/lmr-lab-2.conf, content: "maxchange 1000 1 2\n" }
                notify: restart chrony
              - file: { path: /etc/ssh/sshd_config.d/lmr-lab.conf, content: "{{line}}\n" }
                notify: reload sshd
            handlers:
              - name: restart chrony
                service.restart: { name: chronyd }
              - name: reload sshd
                service.reload: { name: sshd }
        """);

    private static async Task<int> ReloadsAsync() =>
        int.Parse(await s_host.AskAsync("journalctl -u ssh --no-pager -o cat | grep -c 'Reloaded ssh.service' || true"));
}
