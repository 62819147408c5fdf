using System.Text.Json;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>A host and a real Ceph cluster: one run makes it a client with a pool in libvirt, the way back leaves no trace, and what keeps a pool silent is named.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class CephTests : IClassFixture<CephCluster>, IClassFixture<OddLeftovers>, IAsyncLifetime
{
    private const string Host = "kvm4";
    private const string Uuid = "2a5b08e4-3dca-4ff9-9a1d-40389758d0ce";
    private const string Keyring = "/etc/ceph/ceph.client.libvirt.keyring";
    private const string Away = $"virsh -q pool-destroy lmr-ceph 2>/dev/null; virsh -q pool-undefine lmr-ceph 2>/dev/null; virsh -q secret-undefine {Uuid} 2>/dev/null; rm -f /etc/ceph/ceph.conf /etc/ceph/ceph.client.*";

    private static readonly string s_reading = $"{HostView.Files("/etc/ceph", "/etc/ceph/ceph.conf", Keyring, $"/etc/libvirt/secrets/{Uuid}.xml", $"/etc/libvirt/secrets/{Uuid}.base64", "/etc/libvirt/storage/lmr-ceph.xml")}; virsh -q pool-list --all --name; virsh -q secret-list";
    private readonly HostView _host = new(Host);

    private static string Conf => JsonSerializer.Serialize(CephCluster.Conf);

    public Task InitializeAsync() => _host.RunAsync(Away);

    public Task DisposeAsync() => _host.RunAsync(Away);

    [Fact]
    public async Task A_host_uses_a_pool_after_one_run_and_knows_nothing_of_it_after_the_way_back()
    {
        using var lmr = Lmr.Steps(Host, $$"""
            - storage.ceph: { pool: guests, conf: {{Conf}}, keyring: { secret: file, path: ceph.key } }
            - libvirt.secret: { uuid: {{Uuid}}, usage: ceph, name: client.libvirt of the lab, value: { secret: file, path: ceph.key } }
            - libvirt.pool: { name: lmr-ceph, type: rbd, hosts: [192.0.2.2], source: guests, user: libvirt, secret: {{Uuid}} }
            """);
        var key = Write(lmr, "ceph.key", CephCluster.Key + "\n");
        var before = (await _host.RunAsync(s_reading)).Output;
        var said = await ExpectAsync(lmr, 2, "plan", "--secrets", "--detailed-exitcode");
        said += await ExpectAsync(lmr, 0, "apply", "--yes", "-vvv");
        Assert.Equal(CephCluster.Image, await _host.AskAsync("rbd --id libvirt ls guests"));
        Assert.Equal($"{CephCluster.Image} guests/{CephCluster.Image}", await _host.AskAsync("virsh -q vol-list lmr-ceph | xargs"));
        said += await ExpectAsync(lmr, 0, "plan", "--secrets", "--detailed-exitcode");
        await _host.AskAsync($"cp -a {Keyring} /run/lmr-lab-keyring && sed -i 's/key = A/key = B/' {Keyring} && virsh -q pool-destroy lmr-ceph");
        said += await ExpectAsync(lmr, 2, "plan", "--secrets", "--detailed-exitcode");
        Assert.Contains("keyring: another key", said, StringComparison.Ordinal);
        Assert.Contains("active: no -> yes", said, StringComparison.Ordinal);
        await _host.AskAsync($"mv /run/lmr-lab-keyring {Keyring} && virsh -q pool-start lmr-ceph");
        await lmr.RollsBackAsync();
        Assert.Equal(before, (await _host.RunAsync(s_reading)).Output);

        File.Delete(key);
        said += string.Concat(Directory.EnumerateFiles(lmr.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.DoesNotContain(CephCluster.Key, said, StringComparison.Ordinal);
        // Not looked for by grep: its arguments would be seen. What a way back takes away it keeps for root alone, so that it can be taken back too.
        Assert.DoesNotContain(CephCluster.Key, await _host.AskAsync("find /var/lib/lmr /var/log /run/libvirt -type f ! -path '*/before/*' -exec cat {} +"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_a_pool_silent_is_named()
    {
        await CephCluster.DoAsync("ceph", "osd", "pool", "create", "others", "8");
        var nobody = await CephCluster.DoAsync("ceph", "auth", "get-or-create", "client.nobody");
        await PutAsync("/etc/ceph/ceph.conf", CephCluster.Conf);
        await PutAsync(Keyring, $"[client.libvirt]\n\tkey = {CephCluster.Key}\n");
        await PutAsync("/etc/ceph/ceph.client.nobody.keyring", nobody);
        await PutAsync("/etc/ceph/ceph.client.stranger.keyring", nobody.Replace("nobody", "stranger", StringComparison.Ordinal));
        await PutAsync("/etc/ceph/ceph.client.garbled.keyring", "[client.garbled]\n\tkey = AQBvPQJrunMjEhAARpN5HUasozn6GlPR62Vp+w=\n");
        await PutAsync("/etc/ceph/lost.conf", "[global]\nmon_host = 192.0.2.3\n");
        await PutAsync("/etc/ceph/lost.client.libvirt.keyring", $"[client.libvirt]\n\tkey = {CephCluster.Key}\n");
        using var asks = Lmr.Steps(Host, """
            - { name: 1, storage.ceph: { pool: nowhere } }
            - { name: 2, storage.ceph: { pool: others } }
            - { name: 3, storage.ceph: { pool: guests, user: nobody } }
            - { name: 4, storage.ceph: { pool: guests, user: stranger } }
            - { name: 5, storage.ceph: { pool: guests, user: garbled } }
            - { name: 6, storage.ceph: { pool: guests, cluster: lost } }
            - { name: 7, storage.ceph: { pool: guests } }
            """);
        try
        {
            var plan = (await asks.PlanAsync()).Flat;
            foreach (var why in new[]
            {
                "nowhere does not answer client.libvirt: rbd ended with 2: listing images failed: (2) No such file or directory. Make the pool",
                "others does not answer client.libvirt: rbd ended with 1: listing images failed: (1) Operation not permitted. Compare",
                "guests does not answer client.nobody: rbd ended with 13: listing images failed: (13) Permission denied. Compare",
                "guests does not answer client.stranger: rbd ended with 13: listing images failed: (13) Permission denied. Compare",
                "guests does not answer client.garbled: rbd ended with 5: listing images failed: (5) Input/output error. Compare",
                "guests does not answer client.libvirt: rbd ended with 110: listing images failed: (110) Connection timed out. Look whether the monitors in /etc/ceph/lost.conf",
            }) Assert.Contains(why, plan, StringComparison.Ordinal);

            // A key that does not fit is not left there.
            using var wrong = Lmr.Steps(Host, "- storage.ceph: { pool: guests, keyring: { secret: file, path: ceph.key } }");
            Write(wrong, "ceph.key", "AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw==");
            var failed = await wrong.RunAsync("apply", "--yes", "-vvv");
            Assert.NotEqual(0, failed.ExitCode);
            Assert.Contains("the pool guests does not answer client.libvirt: rbd ended with 13: listing images failed: (13) Permission denied", failed.All, StringComparison.Ordinal);
            Assert.DoesNotContain("AQBSdFhn", failed.All, StringComparison.Ordinal);
            Assert.Equal(CephCluster.Image, await _host.AskAsync("rbd --id libvirt ls guests"));
        }
        finally
        {
            await _host.AskAsync("rm -f /etc/ceph/lost.*");
        }
    }

    [Fact]
    public async Task A_keyring_is_taken_away_and_comes_back()
    {
        await PutAsync("/etc/ceph/ceph.conf", CephCluster.Conf);
        await PutAsync(Keyring, $"[client.libvirt]\n\tkey = {CephCluster.Key}\n");
        using var lmr = Lmr.Steps(Host, "- storage.ceph: { pool: guests, state: absent }");
        var before = await _host.AskAsync(s_reading);
        await lmr.PlansAsync(2);
        await lmr.ApplyAsync();
        Assert.Equal("/etc/ceph/ceph.conf", await _host.AskAsync("ls /etc/ceph/ceph.c*"));
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        Assert.Equal(before, await _host.AskAsync(s_reading));
    }

    private static string Write(Lmr lmr, string name, string text)
    {
        var path = Path.Combine(lmr.Folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static async Task<string> ExpectAsync(Lmr lmr, int exitCode, string verb, params string[] words)
    {
        var ended = await lmr.RunAsync(verb, words);
        Assert.True(ended.ExitCode == exitCode, $"expected exit {exitCode}: {ended.All}");
        return ended.All;
    }

    private Task PutAsync(string path, string text) => _host.AskAsync($"umask 077; cat >{path} <<'end'\n{text.TrimEnd('\n')}\nend");
}
