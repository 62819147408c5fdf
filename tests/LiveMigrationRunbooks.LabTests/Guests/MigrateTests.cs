using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>One guest moves on one line: found, planned, moved, settled; and everybody else stays where they are.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class MigrateTests : IClassFixture<OpenWavePorts>
{
    private const string Slow = """
        policies: { slow: { extends: balanced, bandwidth_per_guest: 1MiB/s } }
        plays: [{ hosts: kvm14, evacuate: { to: kvm15 } }]
        """;

    [Fact]
    public async Task A_guest_is_found_and_moved_and_its_neighbour_stays()
    {
        var guests = await Task.WhenAll(Guest.StartAsync("mig-a", "kvm14", dirty: 2), Guest.StartAsync("mig-b", "kvm14", dirty: 2));
        await using var moved = guests[0];
        await using var stays = guests[1];
        await using var observer = Observer.Start(moved, stays);
        using var lmr = new Lmr(Slow);

        var only = await MigrateAsync(lmr, "mig-a", "--to", "kvm15", "--dry-run");
        Assert.True(only.ExitCode == 0, only.All);
        Assert.Contains("~ mig-a: kvm14 -> kvm15, 128 MiB, autostart carried over", only.Output, StringComparison.Ordinal);
        Assert.Contains("other guest runs on kvm14 and stays: mig-b", only.Output, StringComparison.Ordinal);
        Assert.StartsWith("running", await moved.OnAsync("kvm14"), StringComparison.Ordinal);

        var ended = await MigrateAsync(lmr, "mig-a", "--to", "kvm15", "--policy", "gentle", "--yes", "--json");
        Assert.True(ended.ExitCode == 0, ended.All);
        var deeds = (JsonNode.Parse(ended.Output)?["deeds"] as JsonArray ?? []).OfType<JsonNode>().Select(deed => $"{deed["kind"]} {deed["name"]} {deed["end"]}");
        Assert.Equal(["move mig-a done", "settle mig-a done", "undefine mig-a done"], deeds);
        Assert.Equal(("absent", "running yes enable"), (await moved.OnAsync("kvm14"), await moved.OnAsync("kvm15")));
        Assert.Equal(("running yes enable", "absent"), (await stays.OnAsync("kvm14"), await stays.OnAsync("kvm15")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm14"), await Evacuation.LeftoversAsync("kvm15")));

        // Once more is nothing; and neither is who is not there, or does not run.
        Assert.Contains($"{moved.Uuid} is on kvm15 already.", (await EndsAsync(lmr, 0, moved.Uuid, "--to", "kvm15")).Error, StringComparison.Ordinal);
        Assert.Contains("[guest.unknown]", (await EndsAsync(lmr, 1, "mig-a", "--to", "kvm15", "--from", "kvm14")).Error, StringComparison.Ordinal);
        await observer.AssertSoundAsync();
        await new HostView("kvm14").AskAsync($"virsh -q destroy {stays.Uuid}");
        Assert.Contains("[guest.shut_off]", (await EndsAsync(lmr, 1, "mig-b", "--to", "kvm15", "--from", "kvm14")).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task A_killed_migrate_is_taken_up_like_every_run()
    {
        await using var guest = await Guest.StartAsync("mig-k", "kvm14", dirty: 2);
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr(Slow);
        using var first = Start(lmr, "mig-k", "--to", "kvm15", "--from", "kvm14", "--runbook", lmr.Runbook, "--policy", "slow", "--yes");
        await first.SaysAsync("mig-k: leaves for kvm15");
        // Memory flows: only then the rate can be changed from outside, for the command sets its own when it begins.
        await new HostView("kvm14").AskAsync($"for _ in $(seq 600); do virsh domjobinfo {guest.Uuid} --rawstats | awk '/^memory_processed:/ && $2 > 1000000 {{ found = 1 }} END {{ exit !found }}' && exit 0; sleep 0.2; done; exit 1");
        await first.SignalAsync("KILL");
        await first.EndAsync();
        await new HostView("kvm14").AskAsync($"virsh migrate-setspeed {guest.Uuid} 1024");
        var resumed = await lmr.ResumeAsync();
        Assert.True(resumed.ExitCode == 0, resumed.All);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        await observer.AssertSoundAsync();
    }

    private static async Task<Ended> EndsAsync(Lmr lmr, int exitCode, params string[] words)
    {
        var ended = await MigrateAsync(lmr, [.. words, "--yes"]);
        Assert.True(ended.ExitCode == exitCode, ended.All);
        return ended;
    }

    private static async Task<Ended> MigrateAsync(Lmr lmr, params string[] words)
    {
        using var migrate = Start(lmr, words);
        return await migrate.EndAsync();
    }

    // All hosts of the pair, so that a guest is searched for; other lanes restart the libvirts of theirs.
    private static Underway Start(Lmr lmr, params string[] words) => lmr.Start(["migrate", .. words, "-i", Inventory(lmr)]);

    private static string Inventory(Lmr lmr)
    {
        var path = Path.Combine(lmr.Folder, "pair.yml");
        if (!File.Exists(path)) File.WriteAllText(path, $"all:\n  hosts:\n{Of("kvm14", 24)}{Of("kvm15", 25)}");
        return path;

        static string Of(string name, int number) =>
            $"    {name}: {{ ansible_host: 192.0.2.{number}, ansible_user: root, ansible_ssh_private_key_file: {LabFolder.Key}, ansible_ssh_common_args: \"-o UserKnownHostsFile={Path.Combine(LabFolder.Lab, "inventory", "known_hosts")}\", migration_address: 198.51.100.{number} }}\n";
    }
}
