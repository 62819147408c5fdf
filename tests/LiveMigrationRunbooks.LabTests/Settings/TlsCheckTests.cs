using System.Globalization;
using System.Security.Cryptography;
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
    private static readonly string[] s_keys = [ServerKey, "/etc/pki/libvirt/private/clientkey.pem", "/etc/pki/qemu/server-key.pem", "/etc/pki/qemu/client-key.pem"];
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
            await EndsBeforeTheWindowAsync();

            var (daemon, shown) = (await _one.DaemonAsync("libvirtd"), await _one.AskAsync(ListeningTls.Shown));
            await renewal.ApplyAsync();
            Assert.Equal(daemon, await _one.DaemonAsync("libvirtd"));
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

    // It ends in thirty hours: enough for a day from now, and not for a day from the end of a window that has ten or eleven hours to go.
    private async Task EndsBeforeTheWindowAsync()
    {
        var now = DateTimeOffset.UtcNow;
        using var without = Lmr.Steps("kvm8:kvm9", "- name: check.tls\n  check.tls: { handshake: false }", "gate");
        using var within = Lmr.Steps("kvm8:kvm9", "- name: check.tls\n  check.tls: { handshake: false }", "gate");
        within.Write(File.ReadAllText(without.Runbook) + string.Create(CultureInfo.InvariantCulture, $"window: {{ zone: UTC, allow: \"{now.AddHours(-1):ddd HH}:00 +12h\" }}\n"));
        var byHand = Put(_authority, await PublicKeyAsync(), now.AddDays(-20), now.AddHours(30), s_names);
        await IsFoundAsync(within, byHand, $"{Server} ends ", $", before the window is over and some time beyond ({now.AddHours(-1).AddHours(12 + 24):yyyy-MM-dd HH}:00 UTC)");
        await HoldsAsync(byHand, async () => await without.ApplyAsync());
    }

    /// <summary>A certificate that somebody else has issued comes to its host with its key, is renewed, and is gone again.</summary>
    [Fact]
    public async Task A_given_certificate_is_copied_with_its_key_and_renewed()
    {
        using var given = Lmr.Steps("kvm8", "- libvirt.tls: { ca: ca.pem, certificate: host.pem, key: { secret: file, path: host-key.pem } }");
        using var gate = Lmr.Steps("kvm8", "- check.tls: {}", "gate");
        File.WriteAllText(Path.Combine(given.Folder, "ca.pem"), _authority.Pem);
        string[] names = [.. s_names, "192.0.2.18"];
        using var key = _authority.PutHostInto(given.Folder, "host", names);
        var before = await _one.AskAsync(HostView.Etc);
        await given.ApplyAsync();
        try
        {
            // With itself the host speaks TLS as with a peer: by both of its certificates.
            await _one.AskAsync(ListeningTls.Listen("start"));
            Assert.Equal("kvm8", await _one.AskAsync("virsh -c qemu+tls://198.51.100.18/system hostname"));
            await gate.ApplyAsync();
            var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(given.Folder, "host-key.pem"))));
            Assert.Equal(
                string.Join('\n', s_keys.Select(path => $"600 root:root {digest} {path}")),
                await _one.AskAsync($"for path in {string.Join(' ', s_keys)}; do echo $(stat -c '%a %U:%G' $path) $(sha256sum $path); done"));

            var first = await _one.AskAsync($"sha256sum {Server}");
            File.WriteAllText(Path.Combine(given.Folder, "host.pem"), _authority.Issue(key.ExportSubjectPublicKeyInfoPem(), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(400), names));
            Assert.DoesNotContain("absent", await given.PlansAsync(2), StringComparison.Ordinal);
            var beginning = Pair.RunOf(given);
            await given.ApplyAsync();
            await given.PlansAsync(0);
            Assert.NotEqual(first, await _one.AskAsync($"sha256sum {Server}"));
            await given.RollsBackAsync();
            Assert.Equal(first, await _one.AskAsync($"sha256sum {Server}"));
            await given.RollsBackAsync(beginning);
            // What was kept of the runs has no key in it.
            Assert.Equal(1, (await Underway.RunAsync("grep", "-rlF", "--exclude=host-key.pem", key.ExportPkcs8PrivateKeyPem().Split('\n')[1], given.Folder)).ExitCode);
        }
        finally
        {
            await _one.AskAsync($"{ListeningTls.Listen("stop")}; rm -rf /etc/pki/CA /etc/pki/libvirt /etc/pki/qemu");
        }
        Assert.Equal(before, await _one.AskAsync(HostView.Etc));
    }

    private const string Ports = "{ ports: 16514/tcp, from: [\"198.51.100.0/24\"] }";

    private static string Steps(string more) => $$"""
        - firewall.ports: {{Ports}}
        - libvirt.tls: { ca: ca.pem, ca_key: { secret: file, path: ca-key.pem }{{more}} }
        """;

    private async Task IsFoundAsync(Lmr gate, string byHand, string found, string remedy)
    {
        await HoldsAsync(byHand, async () =>
        {
            var ended = await gate.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains($"kvm8  check.tls: {found}", ended.Error, StringComparison.Ordinal);
            Assert.Contains(remedy, ended.Error, StringComparison.Ordinal);
        });
    }

    private async Task HoldsAsync(string byHand, Func<Task> holds)
    {
        await _one.AskAsync($"cp -a /etc/pki /etc/lmr-held-pki && {byHand}");
        try
        {
            await holds();
        }
        finally
        {
            await _one.AskAsync("rm -rf /etc/pki && mv /etc/lmr-held-pki /etc/pki");
        }
    }

    private async Task<IReadOnlyList<(string ByHand, string Found, string Remedy)>> FaultsAsync()
    {
        var key = await PublicKeyAsync();
        var now = DateTimeOffset.UtcNow;
        string Put(Authority by, DateTimeOffset from, DateTimeOffset until, params string[] names) => TlsCheckTests.Put(by, key, from, until, names);
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

    private Task ListenAsync(string verb) => Task.WhenAll(_one.AskAsync(ListeningTls.Listen(verb)), _two.AskAsync(ListeningTls.Listen(verb)));

    private Task<string> PublicKeyAsync() => _one.AskAsync($"openssl pkey -in {ServerKey} -pubout");

    private static string Put(Authority by, string key, DateTimeOffset from, DateTimeOffset until, params string[] names) => $"cat >{Server} <<'end'\n{by.Issue(key, from, until, names)}end\n";

    private async Task<string> EtcAsync() => string.Join('\n', await Task.WhenAll(_one.AskAsync(HostView.Etc), _two.AskAsync(HostView.Etc)));
}
