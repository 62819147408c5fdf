using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>A change that cuts a host off, under a timer of ten seconds: what the host is before and after, and when it took the change back.</summary>
/// <param name="Name">What is cut, as tests are called by it.</param>
/// <param name="Play">Steps and handlers of the play, as YAML below <c>hosts</c>.</param>
public sealed record Lockout(string Name, string Host, string Play)
{
    public const int Seconds = 10;

    /// <summary>How long the host may take beyond the timer.</summary>
    public const int Margin = 30;

    // Files, and what of the running system the cuts are about.
    private const string State = HostView.Etc + """

        ip -br -4 addr show dev eth0 | sed 's/@[^ ]*//'; ip route show dev eth0; cat /sys/class/net/eth0/mtu /sys/class/net/eth0/operstate; ip link show dev eth0 | grep -o '<.*>'
        iptables -S INPUT; sshd -T | sort; ls /var/lib/lmr/armed 2>/dev/null; systemctl list-timers --no-legend 'lmr-*'
        """;

    /// <summary>What is done on the host before the run, and undone after it; empty for nothing.</summary>
    public string Beside { get; init; } = "";

    public string BesideNoMore { get; init; } = "";

    /// <summary>The size of packets that the switch lets through; null leaves it as it is.</summary>
    public int? HubMtu { get; init; }

    /// <summary>Who logs in; root where nobody is named.</summary>
    public string User { get; init; } = "root";

    private HostView View => new(Host);

    public Lmr Lmr()
    {
        var runbook = $"name: Lockout\nplays:\n  - hosts: {Host}\n{Play.Replace("TIMER", $"confirm_within: {Seconds}s", StringComparison.Ordinal)}";
        if (User == "root") return new(runbook);
        // Beside the inventory lie the keys of its hosts.
        var folder = Directory.CreateTempSubdirectory("lmr-lab-as-").FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(LabFolder.Inventory) ?? "")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var inventory = Path.Combine(folder, Path.GetFileName(LabFolder.Inventory));
        File.WriteAllText(inventory, File.ReadAllText(inventory).Replace("ansible_user: root", $"ansible_user: {User}", StringComparison.Ordinal));
        return new(runbook) { Inventory = inventory };
    }

    public Task<string> StateAsync() => View.AskAsync(State);

    /// <summary>The seconds from arming to the end of the way back, by the host's own stamps.</summary>
    public async Task<int> SecondsToReturnAsync()
    {
        var stamps = await View.AskAsync("cd $(ls -d /var/lib/lmr/runs/* -t | head -1) && for job in */guards; do job=${job%/*}; stat -c %Y $job/armed $job/rc; cat $job/rc; done");
        Assert.True(stamps.Split('\n') is [_, _, "0"], stamps);
        return int.Parse(stamps.Split('\n')[1], CultureInfo.InvariantCulture) - int.Parse(stamps.Split('\n')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Applies it, and holds the host to what it was.</summary>
    public async Task ComesBackAsync()
    {
        await Leftovers.RemoveAsync(Host);
        using var lmr = Lmr();
        try
        {
            if (Beside.Length > 0) await View.AskAsync(Beside);
            if (HubMtu is { } mtu) await HubAsync(mtu);
            var before = await StateAsync();
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, $"{this}\n{ended.All}");
            Assert.Contains("the host took it back by itself", ended.Error + ended.Output, StringComparison.Ordinal);
            Assert.Equal(before, await StateAsync());
            Assert.InRange(await SecondsToReturnAsync(), 0, Seconds + Margin);
            // The host is free for the next run, and has all of it still before it.
            var plan = await lmr.RunAsync("plan", "--detailed-exitcode");
            Assert.True(plan.ExitCode == 2, plan.All);
        }
        finally
        {
            if (HubMtu is not null) await HubAsync(1500);
            if (BesideNoMore.Length > 0) await View.AskAsync(BesideNoMore);
        }
    }

    private async Task HubAsync(int mtu) =>
        Assert.Equal("", (await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", $"m-{Host}", "mtu", $"{mtu}")).Error);

    public override string ToString() => $"{Name} on {Host}";
}
