using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>A restart that a change called for is not forgotten where the run ends before it.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class OwedHandlerTests : IClassFixture<Leftovers>
{
    // The first folder in which a job looks for its programs.
    private const string Program = "/usr/local/sbin/chown";
    private readonly HostView _host = new("kvm1");

    [Fact]
    public async Task A_restart_that_a_failed_run_did_not_come_to_is_offered_again_and_run_once()
    {
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1
                failed_host: keep
                steps:
                  - libvirt.conf: { file: libvirtd.conf, set: { max_clients: 4998 } }
                    notify: restart libvirt
                  - file: { path: /etc/lmr-owed, content: "x", owner: games }
                handlers:
                  - name: restart libvirt
                    libvirt.restart: {}
            """);
        await _host.AskAsync($"printf '#!/bin/sh\nexit 9\n' >{Program}; chmod 755 {Program}");
        var first = await DaemonAsync();
        string[] daemons;
        try
        {
            var failed = await lmr.RunAsync("apply", "--yes");
            Assert.True(failed.ExitCode == 2, failed.All);
            Assert.Equal(first, await DaemonAsync());
            await _host.AskAsync($"rm {Program}");
            Assert.Contains("ended before it", await lmr.PlansAsync(2), StringComparison.Ordinal);
            await lmr.ApplyAsync();
            var second = await DaemonAsync();
            await lmr.PlansAsync(0);
            daemons = [first, second];
        }
        finally
        {
            await _host.AskAsync($"rm -f {Program}");
        }
        // The run that did the rest has nothing of libvirtd.conf in it; the first one has.
        await lmr.RollsBackAsync();
        await lmr.RollsBackAsync(Path.GetFileName(Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs")).Order(StringComparer.Ordinal).First()));
        Assert.Equal(3, daemons.Append(await DaemonAsync()).Distinct().Count());
        Assert.Equal("", await _host.AskAsync("ls /var/lib/lmr/owed; cat /etc/lmr-owed 2>/dev/null || true"));
    }

    // It ends by itself when nobody asks it for a while.
    private async Task<string> DaemonAsync()
    {
        await _host.AskAsync("virsh -q list");
        return await _host.DaemonAsync("libvirtd");
    }
}
