using System.Text;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>
/// Secrets go to a real host and back, with all that can be told about it told, while both sides are looked at: arguments and environments of every
/// process, the host's own records, its temporary files. They are in the files they were meant for, and nowhere else.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Host = "kvm7";
    private const string Seen = "/run/lmr-lab-canary";

    // The lab has no Ceph: this answers once there is a keyring, and tells all of it, as rbd itself does of one that it cannot read.
    private const string Rbd = """
        cat >/usr/local/bin/rbd <<'end'
        #!/bin/sh
        cat /etc/ceph/ceph.client.libvirt.keyring >&2 && exit
        echo 'rbd: listing images failed: (2) No such file or directory' >&2
        exit 2
        end
        chmod 755 /usr/local/bin/rbd
        """;

    private static readonly string s_env = $"canary-env-{Guid.NewGuid():N}";
    private static readonly string s_file = $"canary-file-{Guid.NewGuid():N}";
    private static readonly string s_bad = $"canary-bad-{Guid.NewGuid():N}";
    private static readonly Authority s_authority = new("Canary CA");

    // Enough of the authority's key to know it by, and not the part that all keys of its kind have in common.
    private static readonly string s_ca = s_authority.KeyPem.Split('\n')[1][44..];

    private static readonly string s_ceph = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(28));

    // A line of a private key that a host is given; made for each run.
    private static string s_key = "";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-lab-");
    private readonly HostView _host = new(Host);
    private readonly StringBuilder _seen = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        Write("key.txt", s_file);
        Write("bad.txt", s_bad);
        Write("ceph.txt", s_ceph);
        s_authority.PutInto(_folder.FullName);
        await Underway.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "canary", "-f", Path.Combine(_folder.FullName, "id.txt"));
        // Its public half stands in the first lines; the rest of the last but one is private.
        s_key = File.ReadAllLines(Path.Combine(_folder.FullName, "id.txt"))[^3];
        // A file's owner that does not exist makes the step fail with the secret in its hands.
        Write("runbook.yml", $$"""
            name: Canary
            plays:
              - hosts: {{Host}}
                failed_host: rollback
                steps:
                  - file: { path: /etc/lmr-lab-env, content: "password={{"{{ from_env }}"}}\n" }
                  - file: { path: /etc/lmr-lab-file, content: { secret: file, path: key.txt } }
                  - libvirt.tls: { ca: ca.pem, ca_key: { secret: file, path: ca-key.pem } }
                  - ssh.key: { path: /etc/lmr-lab-id, private: { secret: file, path: id.txt } }
                  - storage.ceph: { pool: guests, keyring: { secret: file, path: ceph.txt }, conf: "[global]\nmon_host = 192.0.2.99\n" }
            """);
        Write("failing.yml", $$"""
            name: Canary that fails
            plays:
              - hosts: {{Host}}
                steps:
                  - file: { path: /etc/lmr-lab-bad, content: { secret: file, path: bad.txt }, owner: nobody-has-this-name }
            """);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "group_vars"));
        Write("group_vars/all.yml", "from_env: { secret: env, name: LMR_LAB_CANARY }\n");
        foreach (var name in new[] { "hosts.yml", "known_hosts" }) File.Copy(Path.Combine(Path.GetDirectoryName(LabFolder.Inventory) ?? "/", name), Path.Combine(_folder.FullName, name));
        await _host.AskAsync($$"""
            {{Rbd}}
            mkdir -p {{Seen}} && date +%s >{{Seen}}/began
            cat >{{Seen}}/look <<'end'
            import os, time
            told = set()
            while os.path.isdir("{{Seen}}"):
                for process in filter(str.isdigit, os.listdir("/proc")):
                    for name in ("cmdline", "environ"):
                        try:
                            with open(f"/proc/{process}/{name}", "rb") as kept: told.add(kept.read())
                        except OSError:
                            pass
                with open("{{Seen}}/processes.new", "wb") as seen: seen.write(b"\n".join(told).replace(b"\0", b"\n"))
                os.replace("{{Seen}}/processes.new", "{{Seen}}/processes")
                time.sleep(0.02)
            end
            setsid python3 {{Seen}}/look >/dev/null 2>&1 </dev/null &
            """);
    }

    public async Task DisposeAsync()
    {
        await _host.RunAsync($"rm -rf {Seen} /etc/lmr-lab-env /etc/lmr-lab-file /etc/lmr-lab-bad /etc/lmr-lab-id* /etc/ceph /usr/local/bin/rbd");
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_secret_is_on_its_host_in_its_file_and_in_no_other_place()
    {
        Expect(0, await RunAsync("validate", "runbook.yml"));
        Expect(0, await RunAsync("plan", "runbook.yml", "-vvv"));
        Expect(0, await RunAsync("plan", "runbook.yml", "--secrets", "--json"));
        Expect(0, await RunAsync("apply", "runbook.yml", "--yes", "-vvv"));
        Assert.Equal($"password={s_env}\n600", await _host.AskAsync("cat /etc/lmr-lab-env; stat -c %a /etc/lmr-lab-env"));
        Assert.Equal($"{s_file}\n600", await _host.AskAsync("cat /etc/lmr-lab-file; echo; stat -c %a /etc/lmr-lab-file"));
        Assert.Equal("/etc/pki/qemu/server-cert.pem: OK", await _host.AskAsync("openssl verify -CAfile /etc/pki/CA/cacert.pem /etc/pki/qemu/server-cert.pem"));
        // Not looked for by grep: its arguments would be seen.
        Assert.Contains(s_key, await _host.AskAsync("cat /etc/lmr-lab-id"), StringComparison.Ordinal);
        Assert.Equal("600", await _host.AskAsync("stat -c %a /etc/lmr-lab-id"));
        Assert.Equal($"[client.libvirt]\n\tkey = {s_ceph}\n600", await _host.AskAsync("cat /etc/ceph/ceph.client.libvirt.keyring; stat -c %a /etc/ceph/ceph.client.libvirt.keyring"));
        Expect(0, await RunAsync("apply", "runbook.yml", "--yes", "-vvv", "--json"));
        Assert.NotEqual(0, (await RunAsync("apply", "failing.yml", "--yes", "-vvv")).ExitCode);
        Expect(0, await RunAsync("show", "last", "--json"));
        var run = Directory.EnumerateDirectories(Path.Combine(_folder.FullName, ".lmr", "runs")).Select(path => Path.GetFileName(path) ?? "").Order(StringComparer.Ordinal).First();
        Expect(0, await RunAsync("rollback", run, "--yes", "-vvv"));
        Assert.Equal("gone", await _host.AskAsync("ls /etc/lmr-lab-env /etc/lmr-lab-file /etc/lmr-lab-id* /etc/ceph/* /etc/pki 2>/dev/null || echo gone"));

        foreach (var path in Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("ca-key.pem", StringComparison.Ordinal) && !path.EndsWith(".txt", StringComparison.Ordinal) || path.EndsWith("log.txt", StringComparison.Ordinal)))
            IsNotIn(path, File.ReadAllText(path));
        IsNotIn("what was said and the controller's processes", _seen.ToString());
        IsNotIn("the host's processes", await _host.AskAsync($"cat {Seen}/processes"));
        IsNotIn("the host's records", await _host.AskAsync($"journalctl --since @$(cat {Seen}/began) -o export --no-pager 2>/dev/null | base64 -w 0; cat /var/log/syslog /var/log/auth.log 2>/dev/null || true"), encoded: true);
        // What a rollback takes away it keeps as a before-image, for root alone, so that it can be taken back too.
        var kept = await _host.AskAsync($"grep -rasl -e {s_env} -e {s_file} -e {s_bad} -e {s_key} -e {s_ca} -e {s_ceph} /var/lib/lmr /etc /run /tmp /var/tmp /dev/shm --exclude-dir={Path.GetFileName(Seen)} 2>/dev/null || true");
        Assert.All(kept.Split('\n', StringSplitOptions.RemoveEmptyEntries), path => Assert.Matches("^/var/lib/lmr/runs/[^/]+/[0-9]+/before/[0-9.]+$", path));
        Assert.Equal("", await _host.AskAsync($"grep -rasl -e {s_ca} /var/lib/lmr /etc /run /tmp /var/tmp /dev/shm --exclude-dir={Path.GetFileName(Seen)} 2>/dev/null || true"));
        Assert.Equal("700 0", await _host.AskAsync("stat -c '%a %u' /var/lib/lmr"));
    }

    private async Task<Ended> RunAsync(string verb, string what, params string[] words)
    {
        string[] inventory = verb == "show" ? [] : ["-i", "hosts.yml"];
        string[] extra = verb is "show" or "rollback" ? ["--runbook", "runbook.yml"] : [];
        using var lmr = Underway.Start(_folder.FullName, LabFolder.Lmr, [verb, what, .. inventory, .. extra, .. words],
            // Whoever takes a run back, or looks at one, needs no secret and gives none.
            new Dictionary<string, string> { ["LMR_LAB_CANARY"] = verb is "show" or "rollback" ? "" : s_env, ["LMR_LOG"] = Path.Combine(_folder.FullName, "lmr.log") });
        while (!lmr.HasEnded)
        {
            LookAt(verb, lmr.Id);
            await Task.Delay(20);
        }
        var ended = await lmr.EndAsync();
        _seen.Append(ended.All);
        return ended;
    }

    // Whoever calls lmr with a secret in its environment has put it there; what lmr starts has it no more.
    private void LookAt(string verb, int lmr)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                Keep(File.ReadAllText(Path.Combine(process, "cmdline")));
                if (!File.ReadAllLines(Path.Combine(process, "status")).Contains($"PPid:\t{lmr}")) continue;
                // Between fork and exec a child is still lmr.
                if (Program(process) != Program($"/proc/{lmr}")) Keep($"started by lmr {verb}: {File.ReadAllText(Path.Combine(process, "environ"))}");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }

        static string? Program(string process) => File.ResolveLinkTarget(Path.Combine(process, "exe"), returnFinalTarget: false)?.FullName;
    }

    private void Keep(string text)
    {
        if (_told.Add(text)) _seen.Append(text).Append('\n');
    }

    private static void IsNotIn(string place, string text, bool encoded = false)
    {
        if (encoded) text = Encoding.UTF8.GetString(Convert.FromBase64String(text.Split('\n')[0])) + text;
        foreach (var canary in new[] { s_env, s_file, s_bad, s_key, s_ca, s_ceph })
        {
            foreach (var form in Forms(canary)) Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase), $"{canary} as {form} in {place}: {Around(text, form)}");
        }
    }

    private static string Around(string text, string form) =>
        text.IndexOf(form, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? text[Math.Max(0, at - 600)..Math.Min(text.Length, at + 100)] : "";

    private static IEnumerable<string> Forms(string canary)
    {
        yield return canary;
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(canary));
        for (var shift = 0; shift < 3; shift++) yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('\0', shift) + canary))[4..^4];
    }

    private static void Expect(int exitCode, Ended ended) => Assert.True(ended.ExitCode == exitCode, ended.All);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
