using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>A new certificate is shown to whoever connects after the handler, by the same daemon as before.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LibvirtReloadTests : IClassFixture<Leftovers>
{
    [Fact]
    public async Task A_new_certificate_is_in_force_without_a_restart()
    {
        var host = new HostView("kvm1");
        using var lmr = new Lmr("""
            name: Lab
            plays:
              - hosts: kvm1
                steps:
                  - file: { path: /etc/lmr-lab-certificate, content: "second" }
                    notify: load certificates
                handlers:
                  - name: load certificates
                    libvirt.reload: {}
            """);
        try
        {
            await host.AskAsync(ListeningTls.Certificates);
            await host.AskAsync(ListeningTls.Listen("start"));
            var (daemon, first) = (await host.DaemonAsync("libvirtd"), await host.AskAsync(ListeningTls.Shown));
            await host.AskAsync(ListeningTls.Certificates);
            Assert.Equal(first, await host.AskAsync(ListeningTls.Shown));
            Assert.Contains("libvirtd loads its certificates again", await lmr.PlansAsync(2), StringComparison.Ordinal);
            await lmr.ApplyAsync();
            var second = await host.AskAsync(ListeningTls.Shown);
            Assert.StartsWith("serial=", first, StringComparison.Ordinal);
            Assert.NotEqual(first, second);
            Assert.Equal(daemon, await host.DaemonAsync("libvirtd"));
            await lmr.RollsBackAsync();
        }
        finally
        {
            await host.AskAsync("rm -f /etc/lmr-lab-certificate; " + ListeningTls.Listen("stop"));
            await host.AskAsync(ListeningTls.NoCertificates);
        }
    }
}
