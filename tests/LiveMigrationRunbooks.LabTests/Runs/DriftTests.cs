using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Docs;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Who moved, and since when: changed by hand, by a package and by another runbook, and lost at a start of the host.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed partial class DriftTests : IAsyncLifetime
{
    private const string Name = "kvm7";
    private const string Tuning = """
        name: Tuning
        plays:
          - hosts: kvm7
            steps:
              - name: Large frames
                nic.mtu: { device: eth1, mtu: 8000 }
              - name: Connections
                sysctl: { set: { net.ipv4.tcp_keepalive_time: 3600, net.ipv4.tcp_fin_timeout: 41 } }
              - name: Notice
                file: { path: /etc/lmr-drift, content: "kept by lmr" }

        """;

    // All that a change would leave: files, what lmr keeps, and what is in force.
    private const string Picture = HostView.Etc + "\nfind /var/lib/lmr -printf '%p %y %m %T@ %s\\n' | sort; ip -j link; sysctl -a 2>/dev/null | grep ^net.ipv4.tcp_ | sort";

    private readonly HostView _host = new(Name);

    [Fact]
    public async Task Each_way_to_move_is_told_with_what_the_host_knows_of_it_and_nothing_is_changed()
    {
        using var lmr = new Lmr(Tuning);
        await lmr.ApplyAsync();
        await _host.AskAsync("""
            sleep 1.1
            useradd -M alice && echo 'alice ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/alice
            su alice -c 'sudo ip link set eth1 mtu 1400'
            sed -i 's/3600/3700/' /etc/sysctl.d/90-lmr.conf
            mkdir -p /tmp/moved/DEBIAN /tmp/moved/etc && echo theirs >/tmp/moved/etc/lmr-drift
            printf 'Package: lmr-drift-lab\nVersion: 1.0\nArchitecture: all\nMaintainer: lab <lab@example.com>\nDescription: moves a file\n' >/tmp/moved/DEBIAN/control
            dpkg-deb -b /tmp/moved /tmp/moved.deb >/dev/null && dpkg -i /tmp/moved.deb >/dev/null
            sleep 2.1
            """);
        lmr.Write(Tuning.Replace("tcp_fin_timeout: 41", "tcp_fin_timeout: 42, net.ipv4.tcp_syn_retries: 4", StringComparison.Ordinal));

        var before = await _host.AskAsync(Picture);
        var told = await lmr.RunAsync("drift");
        var json = await ReadAsync(lmr, 2);
        Assert.Equal(before, await _host.AskAsync(Picture));

        Assert.Equal(
            [
                ("nic/eth1#mtu", "corrective", "runtime"),
                ("sysctl/net.ipv4.tcp_fin_timeout", "intentional", "both"),
                ("sysctl/net.ipv4.tcp_keepalive_time", "corrective", "persisted"),
                ("sysctl/net.ipv4.tcp_syn_retries", "unowned", "both"),
                ("file:/etc/lmr-drift", "corrective", ""),
            ],
            States(json));
        Assert.Equal("""["drift.corrective","drift.unowned","drift.intentional"]""", json["reasons"]?.ToJsonString());
        // The README shows this very drift.
        var shown = ReadmeBlocks.Of(LabFolder.Repository, "console lab").Single(command => command.Command.StartsWith("lmr drift ", StringComparison.Ordinal));
        Assert.Equal(Comparable(shown.Output), Comparable(told.Output));
    }

    [Fact]
    public async Task What_a_start_of_the_host_lost_is_told_as_that_and_a_later_file_by_its_name()
    {
        using var lmr = new Lmr(Tuning);
        await lmr.ApplyAsync();
        Assert.All(States(await ReadAsync(lmr, 0)), state => Assert.Equal("clean", state.State));
        await _host.AskAsync("sleep 1.1; sed -i 's/3600/3700/' /etc/sysctl.d/90-lmr.conf; echo net.ipv4.tcp_fin_timeout=50 >/etc/sysctl.d/99-theirs.conf");
        var rebooted = await HostView.RebootAsync(Name);
        Assert.True(rebooted.ExitCode == 0, rebooted.All);
        lmr.Write(Tuning.Replace("keepalive_time: 3600", "keepalive_time: 3500", StringComparison.Ordinal));

        var json = await ReadAsync(lmr, 2);
        Assert.Contains(("sysctl/net.ipv4.tcp_keepalive_time", "both", "both"), States(json));
        Assert.Contains(("sysctl/net.ipv4.tcp_fin_timeout", "corrective", "both"), States(json));
        Assert.Contains(("file:/etc/lmr-drift", "clean", ""), States(json));
        var origin = Line(json, "sysctl/net.ipv4.tcp_fin_timeout")["origin"];
        Assert.True(origin?["restarted"]?.GetValue<bool>());
        Assert.Contains("/etc/sysctl.d/99-theirs.conf", (origin?["files"] as JsonArray)?.Select(file => file?["path"]?.GetValue<string>()) ?? []);
    }

    public async Task InitializeAsync()
    {
        await Leftovers.RemoveAsync(Name);
        await CleanAsync();
    }

    public Task DisposeAsync() => CleanAsync();

    // As hosts are made: what was moved by hand is nothing that a rollback would touch.
    private Task CleanAsync() => _host.AskAsync("""
        dpkg -P lmr-drift-lab >/dev/null 2>&1; userdel alice 2>/dev/null; rm -rf /etc/sudoers.d/alice /tmp/moved /tmp/moved.deb
        rm -f /etc/lmr-drift /etc/sysctl.d/90-lmr.conf /etc/sysctl.d/99-theirs.conf /etc/systemd/network/00-lmr-eth1.link
        ip link set eth1 mtu 1500
        sysctl -qw net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_fin_timeout=60 net.ipv4.tcp_syn_retries=6
        """);

    private static async Task<JsonNode> ReadAsync(Lmr lmr, int exitCode)
    {
        var ended = await lmr.RunAsync("drift", "--json");
        Assert.True(ended.ExitCode == exitCode, ended.All);
        return JsonNode.Parse(ended.Output) ?? throw new InvalidDataException(ended.All);
    }

    private static IEnumerable<(string Key, string State, string Form)> States(JsonNode json) =>
        from line in Lines(json)
        from key in line["keys"] as JsonArray ?? []
        orderby line["kind"]?.GetValue<string>() switch { "nic.mtu" => 0, "sysctl" => 1, _ => 2 }, key.GetValue<string>()
        select (key.GetValue<string>(), line["state"]?.GetValue<string>() ?? "", line["form"]?.GetValue<string>() ?? "");

    private static JsonNode Line(JsonNode json, string key) => Lines(json).Single(line => (line["keys"] as JsonArray)?.Any(each => each?.GetValue<string>() == key) == true);

    private static IEnumerable<JsonNode> Lines(JsonNode json) => (json["lines"] as JsonArray)?.OfType<JsonNode>() ?? [];

    // Runs and times are others each time, and so is the runbook's folder. Beside which file an event stands depends on how fast the host is.
    private static string[] Comparable(string text)
    {
        var lines = Moment().Replace(RunId().Replace(text, "RUN"), "TIME").Split('\n').Skip(1).ToLookup(line => line.Contains("  TIME  ", StringComparison.Ordinal));
        return [.. lines[false], .. lines[true].Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\b\d{8}-\d{6}-[a-z0-9]{4}\b")]
    private static partial Regex RunId();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z")]
    private static partial Regex Moment();
}
