using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>
/// The runbook that ships takes two hosts that know nothing of each other to where a guest moves over TLS and over SSH; its rollback brings them
/// back, not in their files alone: they listen, answer and refuse as before.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class PrepareMigrationTests(ITestOutputHelper told) : IClassFixture<BareLeftovers>
{
    private const string Name = "prepared-1";
    private readonly HostView _one = new("kvm8");
    private readonly HostView _two = new("kvm9");

    [Fact]
    public async Task Bare_hosts_migrate_over_tls_and_over_ssh_and_are_bare_again()
    {
        var authority = new Authority("Lab CA");
        using var lmr = new Lmr(File.ReadAllText(Path.Combine(LabFolder.Repository, "runbooks", "prepare-migration.yml")));
        await using var guest = await Guest.StartAsync(Name, "kvm8", autostart: false);
        await RootKeys.PutAsideAsync([_one, _two]);
        var stands = false;
        try
        {
            var before = await PictureAsync(guest);
            told.WriteLine(before);
            await using (var observer = Observer.Start(guest))
            {
                stands = true;
                await ApplyAsync(lmr, authority);
                await MovesAsync(guest, _one, _two, "--tls", "qemu+tls://198.51.100.19/system", "198.51.100.19");
                await MovesAsync(guest, _two, _one, "--tls", "qemu+tls://198.51.100.18/system", "198.51.100.18");
                await MovesAsync(guest, _one, _two, "", "qemu+ssh://kvm9/system", "198.51.100.19");
                await EvacuatesAsync(guest);
                await observer.AssertSoundAsync();
            }
            await lmr.RollsBackAsync();
            stands = false;
            Assert.Equal(before.Split('\n'), (await PictureAsync(guest)).Split('\n'));
        }
        finally
        {
            if (stands) await lmr.RollbackAsync();
            await RootKeys.PutBackAsync([_one, _two]);
        }
    }

    private static async Task ApplyAsync(Lmr lmr, Authority authority)
    {
        var vars = Path.Combine(lmr.Folder, "vars.yml");
        authority.PutInto(lmr.Folder);
        await File.WriteAllTextAsync(vars, $"hosts: kvm8:kvm9\nmigration_net: 198.51.100.0/24\ntls_ca_key: {{ secret: file, path: ca-key.pem }}\ntls_ca: |\n  {authority.Pem.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        var applied = await lmr.RunAsync("apply", "--yes", "-e", $"@{vars}");
        Assert.True(applied.ExitCode == 0, applied.All);
        var again = await lmr.RunAsync("plan", "--detailed-exitcode", "-e", $"@{vars}");
        Assert.True(again.ExitCode == 0, again.All);
    }

    private async Task MovesAsync(Guest guest, HostView from, HostView to, string how, string uri, string address)
    {
        await from.AskAsync($"timeout 300 virsh -c qemu:///system migrate --live --p2p --persistent --undefinesource {how} --migrateuri tcp://{address} --domain {guest.Uuid} --desturi {uri}");
        Assert.Equal("absent", await guest.OnAsync(from.Name));
        Assert.StartsWith("running yes", await guest.OnAsync(to.Name), StringComparison.Ordinal);
        told.WriteLine($"{guest.Name}: {from.Name} -> {to.Name} by {uri} {how}");
    }

    // Back by lmr itself, which goes over SSH.
    private async Task EvacuatesAsync(Guest guest)
    {
        using var move = new Lmr("name: Back\nplays:\n  - hosts: kvm9\n    evacuate: { to: kvm8 }\n");
        await move.ApplyAsync();
        Assert.StartsWith("running yes", await guest.OnAsync("kvm8"), StringComparison.Ordinal);
        Assert.Equal("absent", await guest.OnAsync("kvm9"));
    }

    // Files, and what is in force: who listens, which units run, which packets pass; and what a migration says that must not work.
    private async Task<string> PictureAsync(Guest guest) => $"""
        {string.Join('\n', await Task.WhenAll(new[] { _one, _two }.Select(StandsAsync)))}
        {await RefusedAsync($"virsh -c qemu+tls://198.51.100.19/system version")}
        {await RefusedAsync($"virsh -c qemu+ssh://kvm9/system?no_tty=1 version")}
        {await RefusedAsync($"virsh -c qemu:///system migrate --live --p2p --tls --migrateuri tcp://198.51.100.19 --domain {guest.Uuid} --desturi qemu+tls://198.51.100.19/system")}
        {await guest.OnAsync("kvm8")}
        """;

    private static async Task<string> StandsAsync(HostView host) => await host.AskAsync($$"""
        { {{HostView.Etc}}
        } | grep -v '/{{Name}}\.xml'
        cd /root/.ssh && stat -c '%n %a %u:%g' . * && sha256sum *
        ss -Hltn | awk '{ print $4 }' | sort -u
        systemctl list-units --all --plain --no-legend 'libvirtd*.socket' 'virt*.socket' | awk '{ print $1, $2, $3 }' | sort
        systemctl list-unit-files --no-legend 'libvirtd*' 'virt*' | sort
        firewall-cmd --list-all-zones; firewall-cmd --permanent --list-all-zones
        virt-admin -c libvirtd:///system server-list | awk '{ print $2 }' | sort
        """);

    private async Task<string> RefusedAsync(string command)
    {
        var ended = await _one.RunAsync($"timeout 60 {command} </dev/null");
        Assert.True(ended.ExitCode != 0, ended.All);
        return $"{ended.ExitCode} {ended.Error}";
    }
}
