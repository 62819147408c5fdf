using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>A guest with UEFI and a TPM: what both keep on their host travels while it runs, and is told before a move that would leave it behind.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class FirmwareTests : IClassFixture<OpenBarePorts>
{
    private static readonly HostView[] s_hosts = [new("kvm8"), new("kvm9")];

    [Fact]
    public async Task Variables_and_TPM_travel_while_it_runs_and_not_when_it_is_down()
    {
        await using var guest = await Guest.StartAsync("firm-1", "kvm8", dirty: 2, words: ["--uefi", "--tpm"]);
        await using (var observer = Observer.Start(guest))
        {
            var kept = await s_hosts[0].AskAsync(Digests(guest));
            using var there = new Lmr(Runbook("kvm8", "kvm9", ""));
            await s_hosts[1].AskAsync("mv /usr/bin/swtpm /usr/bin/swtpm.away");
            try
            {
                var without = await there.RunAsync("plan");
                Assert.Contains("it has a TPM, and kvm9 has no swtpm to play it", without.Output, StringComparison.Ordinal);
            }
            finally
            {
                await s_hosts[1].AskAsync("mv /usr/bin/swtpm.away /usr/bin/swtpm");
            }
            await there.ApplyAsync();

            Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm8"), await guest.OnAsync("kvm9")));
            Assert.Equal(2, kept.Trim().Split('\n').Length);
            Assert.DoesNotContain((await s_hosts[0].AskAsync("sha256sum < /usr/share/OVMF/OVMF_VARS_4M.fd"))[..64], kept, StringComparison.Ordinal);
            Assert.Equal(kept, await s_hosts[1].AskAsync(Digests(guest)));
            await observer.AssertSoundAsync();
        }

        await s_hosts[1].AskAsync($"virsh -q destroy {guest.Uuid}");
        using var back = new Lmr(Runbook("kvm9", "kvm8", ", shut_off: move"));
        var down = await back.RunAsync("plan");
        Assert.Contains("its firmware's variables, /var/lib/libvirt/qemu/nvram/firm-1_VARS.fd, would stay on kvm9", down.Output, StringComparison.Ordinal);
        Assert.Contains($"the state of its TPM, /var/lib/libvirt/swtpm/{guest.Uuid}, would stay on kvm9", down.Output, StringComparison.Ordinal);
    }

    private static string Digests(Guest guest) => $"sha256sum /var/lib/libvirt/qemu/nvram/{guest.Name}_VARS.fd /var/lib/libvirt/swtpm/{guest.Uuid}/tpm2/*.permall";

    private static string Runbook(string from, string to, string more) => $"name: Lab\nplays:\n  - {{ hosts: {from}, evacuate: {{ to: {to}{more} }} }}\n";
}
