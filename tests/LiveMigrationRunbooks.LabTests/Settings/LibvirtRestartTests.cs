using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The daemon is restarted for a changed file and again when the change is taken back; guests do not notice.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LibvirtRestartTests : IClassFixture<Leftovers>
{
    [Fact]
    public async Task The_daemon_is_another_one_afterwards_and_the_guest_is_the_same()
    {
        var host = new HostView("kvm2");
        await using var guest = await Guest.StartAsync("restart-1", "kvm2");
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm2
                steps:
                  - libvirt.conf: { file: libvirtd.conf, set: { max_clients: 4999 } }
                    notify: restart libvirt
                handlers:
                  - name: restart libvirt
                    libvirt.restart: {}
            """);
        var first = await host.DaemonAsync("libvirtd");
        await lmr.ApplyAsync();
        var second = await host.DaemonAsync("libvirtd");
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        Assert.Equal(3, new[] { first, second, await host.DaemonAsync("libvirtd") }.Distinct().Count());
        Assert.Equal("running yes enable", await guest.OnAsync("kvm2"));
        await observer.AssertSoundAsync();
    }
}
