using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The daemons of a host change places beneath a guest that runs, and back.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LibvirtDaemonTests : IClassFixture<Leftovers>
{
    private const string Running = "pgrep -x 'libvirtd|virtqemud' | xargs -r -n 1 ps -o comm= -p | sort -u";
    private const string Units = "systemctl is-active libvirtd.socket virtqemud.socket virtproxyd.socket; systemctl is-enabled libvirtd.service libvirtd.socket virtqemud.service virtqemud.socket virtlogd.socket virtlockd.socket; true";

    [Fact]
    public async Task One_daemon_gives_way_to_many_and_the_guest_does_not_notice()
    {
        var host = new HostView("kvm1");
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1
                steps:
                  - libvirt.daemon: { mode: modular }
                  - libvirt.conf: { file: qemu.conf, set: { keepalive_interval: 9 } }
                    notify: restart libvirt
                handlers:
                  - name: restart libvirt
                    libvirt.restart: {}
            """);
        await using var guest = await Guest.StartAsync("modular-1", "kvm1");
        await using var observer = Observer.Start(guest);
        await host.AskAsync(ModularDaemons.Install);
        try
        {
            var (before, etc) = (await host.AskAsync(Units), await host.AskAsync(HostView.Etc));
            Assert.Contains("monolithic -> modular", await lmr.PlansAsync(2), StringComparison.Ordinal);
            try
            {
                await lmr.ApplyAsync();
                Assert.Equal("running yes enable", await guest.OnAsync("kvm1"));
                Assert.Equal("inactive\nactive\nactive\ndisabled\ndisabled\nenabled\nenabled\nenabled\nenabled", await host.AskAsync(Units));
                Assert.Equal("virtqemud", await host.AskAsync(Running));
                await lmr.PlansAsync(0);
            }
            catch
            {
                await lmr.RollbackAsync();
                throw;
            }
            await lmr.RollsBackAsync();
            Assert.Equal("running yes enable", await guest.OnAsync("kvm1"));
            Assert.Equal("libvirtd", await host.AskAsync(Running));
            Assert.Equal((before, etc), (await host.AskAsync(Units), await host.AskAsync(HostView.Etc)));
        }
        finally
        {
            await host.AskAsync(ModularDaemons.Remove);
        }
        await observer.AssertSoundAsync();
    }
}
