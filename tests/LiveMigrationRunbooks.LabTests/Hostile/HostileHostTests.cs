using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>
/// One host under many names, each with a login that misbehaves in its own way, planned together with one that is well: that one's plan is there, every
/// other is one line, and the controller's memory is what it is in a quiet run.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class HostileHostTests(ITestOutputHelper told) : IAsyncLifetime
{
    private const string Host = "kvm7";
    private const int MoreMebibytes = 64;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-lab-");
    private readonly HostView _host = new(Host);

    /// <summary>Name of the login, what its shell does, and what is told of it.</summary>
    private static readonly (string Login, string Shell, string Reason)[] s_logins =
    [
        ("lmr-zeros", "exec cat /dev/zero", "host.babbles"),
        ("lmr-errors", "yes 'No such thing' >&2", "host.timeout"),
        ("lmr-silent", "trap '' TERM HUP; while :; do sleep 1; done", "host.timeout"),
        ("lmr-escapes", @"printf '\033]52;c;cm0=\007\033[2J\342\200\256gnp\rdone\n' >&2; exit 9", "shell.unusable"),
        ("lmr-bytes", @"printf '\377\376\000\303(' >&2; head -c 10000000 /dev/zero | tr '\0' x >&2; exit 9", "shell.unusable"),
    ];

    private static readonly string[] s_roots = ["lmr-liar", "lmr-hangs"];

    public async Task InitializeAsync()
    {
        foreach (var (login, shell, _) in s_logins) await LoginAsync(login, shell, uid: null);
        // Root by other names, for whom the programs that a plan asks are others.
        foreach (var login in s_roots)
            await LoginAsync(login, $$"""
                exec unshare -m /bin/sh -c 'mount --bind /usr/local/lib/{{login}} /usr/local/sbin; exec /bin/sh "$@"' sh "$@"
                """, uid: 0);
        await _host.AskAsync("""
            mkdir -p /usr/local/lib/lmr-liar /usr/local/lib/lmr-hangs && cd /usr/local/lib/lmr-liar
            printf '#!/bin/sh\nexec head -c 1073741824 /dev/zero\n' >ip
            printf '#!/bin/sh\nexec head -c 1073741824 /dev/zero >&2\n' >ethtool
            printf '#!/bin/sh\n[ "$*" = -un ] || exec /usr/bin/id "$@"\nprintf "\\033]0;x\\007{{7*7}}</script>\\342\\200\\256 = \\r9"\n' >id
            printf '#!/bin/sh\ntrap "" TERM; while :; do sleep 1; done\n' >../lmr-hangs/systemctl
            chmod 755 * ../lmr-hangs/*
            """);
    }

    public async Task DisposeAsync()
    {
        foreach (var login in s_logins.Select(each => each.Login).Concat(s_roots))
            await _host.RunAsync($"pkill -KILL -f '^(/bin/sh )?/usr/local/lib/{login}.sh'; sed -i '/^{login}:/d' /etc/passwd /etc/shadow; rm -rf /usr/local/lib/{login}.sh /usr/local/lib/{login} /home/{login}");
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Hosts_that_mean_harm_are_one_line_each_and_the_controller_keeps_its_size()
    {
        var quiet = await PlanAsync(["well"], "--json");
        Assert.True(quiet.Ended.ExitCode == 0, quiet.Ended.All);
        string[] all = ["well", "liar", "hangs", .. s_logins.Select(each => each.Login)];
        var text = await PlanAsync(all, "-vvv");
        told.WriteLine($"peak of the controller: quiet {quiet.Peak} MiB, hostile {text.Peak} MiB\n{text.Ended.Output}");

        Assert.Equal(4, text.Ended.ExitCode);
        Assert.True(text.Peak <= quiet.Peak + MoreMebibytes, $"{quiet.Peak} MiB became {text.Peak} MiB");
        foreach (var (login, _, reason) in s_logins) Assert.Matches($@"{login}[^\n]*\n?[^\n]*\n?[^\n]*\[{reason.Replace(".", "\\.", StringComparison.Ordinal)}\]", text.Ended.Output);
        Assert.Matches("[=~] well", text.Ended.Output);
        Assert.Contains("it answered too much", text.Ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"hangs[^\n]*\n[^\n]*\[facts\.unreadable\]", text.Ended.Output);
        IsHarmless(text.Ended.Output + text.Ended.Error);
        Assert.True(text.Ended.Output.Length + text.Ended.Error.Length < 2_000_000, "what was shown has no bound");
    }

    [Fact]
    public async Task What_a_host_prints_is_harmless_in_json_too()
    {
        var json = await PlanAsync(["well", "liar", "lmr-escapes"], "--json");

        IsHarmless(json.Ended.Output + json.Ended.Error);
        Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(json.Ended.Output));
        Assert.True(json.Peak > 0);
    }

    // Nothing that a terminal would obey: only ends of lines are controls.
    private static void IsHarmless(string text) => Assert.DoesNotContain(text, letter =>
        (char.IsControl(letter) && letter != '\n') || letter is (>= '\u200E' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    private async Task<(Ended Ended, long Peak)> PlanAsync(string[] names, params string[] words)
    {
        var known = File.ReadLines(Path.Combine(LabFolder.Lab, "inventory", "known_hosts")).Where(line => line.StartsWith(Host + " ", StringComparison.Ordinal)).ToList();
        File.WriteAllLines(Path.Combine(_folder.FullName, "known_hosts"), names.SelectMany(name => known.Select(line => name + line[Host.Length..])));
        var inventory = Path.Combine(_folder.FullName, "hosts.yml");
        string User(string name) => name switch { "well" => "root", "liar" or "hangs" => $"lmr-{name}", _ => name };
        File.WriteAllText(inventory, $"all:\n  vars:\n    ansible_ssh_private_key_file: {LabFolder.Key}\n  hosts:\n{string.Concat(names.Select(name => $"    {name}: {{ ansible_host: {_host.Address}, ansible_user: {User(name)} }}\n"))}");
        using var lmr = new Lmr("""
            name: Hostile
            plays:
              - hosts: all
                steps:
                  - nic.mtu: { device: eth0, mtu: 1500 }
                    on_refusal: leave
                  - nic.offload: { device: eth0, gro: on }
                    on_refusal: leave
                  - sysctl: { at_least: { net.core.rmem_max: 1 } }
                    on_refusal: leave
                  - file: { path: /etc/lmr-lab-absent, state: absent }
            """) { Inventory = inventory };
        using var plan = lmr.Start("plan", words);
        long peak = 0;
        while (!plan.HasEnded)
        {
            peak = Math.Max(peak, PeakOf(plan.Id));
            await Task.Delay(50);
        }
        return (await plan.EndAsync(), peak);
    }

    /// <summary>The most memory that the process ever had, as the kernel keeps it; 0 when it is gone.</summary>
    private static long PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "0 0";
            return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) >> 10;
        }
        catch (Exception problem) when (problem is IOException or FormatException)
        {
            return 0;
        }
    }

    private async Task LoginAsync(string login, string shell, int? uid) => await _host.AskAsync($$"""
        cat >/usr/local/lib/{{login}}.sh <<'end'
        #!/bin/sh
        {{shell}}
        end
        chmod 755 /usr/local/lib/{{login}}.sh
        sed -i '/^{{login}}:/d' /etc/passwd /etc/shadow
        useradd -m -g nogroup {{(uid is { } number ? $"-o -u {number}" : "")}} -s /usr/local/lib/{{login}}.sh {{login}}
        usermod -p '*' {{login}}
        mkdir -p /home/{{login}}/.ssh && cp /root/.ssh/authorized_keys /home/{{login}}/.ssh/ && chown -R {{login}} /home/{{login}}/.ssh && chmod 700 /home/{{login}} /home/{{login}}/.ssh
        """);
}
