using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Two hosts that know each other by certificates: what goes wrong with those is found before a guest moves, and renewing them restarts nothing.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class TlsCheckTests : IClassFixture<BareLeftovers>
{
    private const string ServerKey = "/etc/pki/libvirt/private/serverkey.pem";
    private const string Server = "/etc/pki/libvirt/servercert.pem";
    private static readonly string[] s_names = ["kvm8", "198.51.100.18"];
    private readonly HostView _one = new("kvm8");
    private readonly HostView _two = new("kvm9");
    private readonly Authority _authority = new("Lab CA");

    [Fact]
    public async Task Each_fault_is_found_with_its_remedy_and_a_renewal_restarts_nothing()
    {
        using var certificates = Lmr.Steps("kvm8:kvm9", Steps(""));
        using var gate = Lmr.Steps("kvm8:kvm9", "- check.tls: {}", "gate");
        using var renewal = Lmr.Steps("kvm8:kvm9", Steps(", valid_for: 366d, renew_before: 365d") + "\n  notify: load certificates");
        File.AppendAllText(renewal.Runbook, "    handlers:\n      - name: load certificates\n        libvirt.reload: {}\n    gate:\n      - check.tls: {}\n");
        foreach (var lmr in new[] { certificates, renewal }) _authority.PutInto(lmr.Folder);
        var before = await EtcAsync();
        await certificates.ApplyAsync();
        try
        {
            await ListenAsync("start");
            await gate.ApplyAsync();
            foreach (var (byHand, found, remedy) in await FaultsAsync()) await IsFoundAsync(gate, byHand, found, remedy);
            await gate.ApplyAsync();

            var (daemon, shown) = (await _one.AskAsync("pidof libvirtd"), await _one.AskAsync(ListeningTls.Shown));
            await renewal.ApplyAsync();
            Assert.Equal(daemon, await _one.AskAsync("pidof libvirtd"));
            Assert.NotEqual(shown, await _one.AskAsync(ListeningTls.Shown));
            await renewal.RollsBackAsync();
            Assert.Equal(shown, await _one.AskAsync(ListeningTls.Shown));
        }
        finally
        {
            await ListenAsync("stop");
            await certificates.RollbackAsync();
        }
        Assert.Equal(before, await EtcAsync());
    }

    private static string Steps(string more) => $$"""
        - firewall.ports: { ports: 16514/tcp, from: ["198.51.100.0/24"] }
        - libvirt.tls: { ca: ca.pem, ca_key: { secret: file, path: ca-key.pem }{{more}} }
        """;

    private async Task IsFoundAsync(Lmr gate, string byHand, string found, string remedy)
    {
        await _one.AskAsync($"cp -a /etc/pki /etc/lmr-held-pki && {byHand}");
        try
        {
            var ended = await gate.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains($"kvm8  check.tls: {found}", ended.Error, StringComparison.Ordinal);
            Assert.Contains(remedy, ended.Error, StringComparison.Ordinal);
        }
        finally
        {
            await _one.AskAsync("rm -rf /etc/pki && mv /etc/lmr-held-pki /etc/pki");
        }
    }

    private async Task<IReadOnlyList<(string ByHand, string Found, string Remedy)>> FaultsAsync()
    {
        var key = await _one.AskAsync($"openssl pkey -in {ServerKey} -pubout");
        var now = DateTimeOffset.UtcNow;
        string Put(Authority by, DateTimeOffset from, DateTimeOffset until, params string[] names) => $"cat >{Server} <<'end'\n{by.Issue(key, from, until, names)}end\n";
        return
        [
            (Put(_authority, now.AddDays(-20), now.AddDays(-10), s_names), $"{Server} ended ", "Have it issued anew with libvirt.tls, and notify libvirt.reload."),
            (Put(_authority, now.AddDays(-20), now.AddHours(20), s_names), $"{Server} ends ", "Have it issued anew with libvirt.tls, and notify libvirt.reload."),
            (Put(_authority, now.AddDays(-20), now.AddDays(90), "other.example.org"), $"{Server} is for other.example.org, and peers reach this host as 198.51.100.18", "Have it issued for that name or address too"),
            (Put(new Authority("Strange CA"), now.AddDays(-20), now.AddDays(90), s_names), $"{Server} was issued by CN=Strange CA, which /etc/pki/CA/cacert.pem does not trust", "Have it issued by the authority that all hosts trust"),
            // As a host sees it whose clock is two hours behind; these hosts share the machine's clock.
            (Put(_authority, now.AddHours(2), now.AddDays(90), s_names), $"{Server} is not valid before ", "Compare the clocks of this host and of whoever issued it (check.time, time.sync)"),
            (Put(_authority, now.AddDays(-20), now.AddDays(90), s_names), $"libvirt's daemon shows another certificate than {Server} holds", "Notify a handler with libvirt.reload"),
            ($"chmod 644 {ServerKey}", $"{ServerKey} is open to more than its reader (644 root:root)", $"chmod 600 {ServerKey}"),
            ("rm /etc/pki/libvirt/private/clientkey.pem", "/etc/pki/libvirt/private/clientkey.pem is not there", "Put it there with libvirt.tls: a host that guests leave shows it to their target."),
        ];
    }

    // A socket is not opened beside a daemon that runs already.
    private Task ListenAsync(string verb) => Task.WhenAll(new[] { _one, _two }.Select(host =>
        host.AskAsync($"systemctl stop libvirtd.service 2>/dev/null; systemctl {verb} libvirtd-tls.socket && systemctl start libvirtd.service")));

    private async Task<string> EtcAsync() => string.Join('\n', await Task.WhenAll(_one.AskAsync(HostView.Etc), _two.AskAsync(HostView.Etc)));
}
