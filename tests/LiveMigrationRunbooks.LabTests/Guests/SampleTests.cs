using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>A host that samples its guests by a timer, and a plan that was not measured and rests on that.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class SampleTests : IClassFixture<TrustLeftovers>
{
    private const string Files = "/usr/local/lib/lmr/guest-sample.sh /etc/systemd/system/lmr-sample.service /etc/systemd/system/lmr-sample.timer";
    private const string Runbook = $$"""
        name: Lab
        plays:
          - name: Ports
            hosts: {{Pair.Both}}
            steps:
              - firewall.ports: { ports: {{Evacuation.Ports}}, from: ["198.51.100.0/24"] }
          - name: Empty {{Pair.One}}
            hosts: {{Pair.One}}
            evacuate: { to: {{Pair.Two}}, bandwidth_per_guest: 100MiB/s }
        """;

    [Fact]
    public async Task What_a_hosts_own_timer_kept_is_what_a_plan_of_that_hour_rests_on_and_the_timer_goes_again()
    {
        var host = new HostView(Pair.One);
        await using var guest = await Guest.StartAsync("sampled", Pair.One, hot: 24, dirty: 8);
        using var timer = new Lmr(File.ReadAllText(LabFolder.Shipped("sample-guests.yml")));
        Directory.CreateDirectory(Path.Combine(timer.Folder, "files"));
        File.Copy(LabFolder.Shipped("files/guest-sample.sh"), Path.Combine(timer.Folder, "files", "guest-sample.sh"));
        var applied = await timer.RunAsync("apply", "--yes", "-e", $"hosts={Pair.One}");
        try
        {
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal("active", await host.AskAsync("systemctl is-active lmr-sample.timer"));
            var forecast = await ForecastAsync(host);

            Assert.Equal("history", forecast?["source"]?.GetValue<string>());
            Assert.Matches("^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [0-9]{2}:00-[0-9]{2}:00 UTC$", forecast?["sample_hour"]?.GetValue<string>() ?? "");
            Assert.True(forecast?["sample_count"]?.GetValue<int>() >= 1, $"{forecast}");
            Assert.InRange(forecast?["memory_bytes"]?.GetValue<long>() ?? 0, 24L << 20, 128L << 20);
        }
        finally
        {
            await timer.RollbackAsync();
            await host.AskAsync("rm -rf /var/lib/lmr/samples");
        }
        Assert.Equal("", await host.AskAsync($"ls -d {Files} 2>/dev/null || true"));
    }

    // Where the hour ends between the sample and the plan, once more.
    private static async Task<JsonNode?> ForecastAsync(HostView host)
    {
        using var empty = new Lmr(Runbook);
        while (true)
        {
            var hour = await host.AskAsync("date -u +%u%H");
            await host.AskAsync("systemctl start lmr-sample.service");
            var plan = await empty.RunAsync("plan", "--json");
            Assert.True(plan.ExitCode == 0, plan.All);
            if (await host.AskAsync("date -u +%u%H") != hour) continue;
            return (JsonNode.Parse(plan.Output)?["deeds"] as JsonArray ?? []).First(deed => deed?["deed"]?.GetValue<string>() == "move")?["move"]?["forecast"];
        }
    }
}
