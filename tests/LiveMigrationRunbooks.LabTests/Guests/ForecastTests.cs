using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>What a plan foretells of a guest that it had measured, and what the report makes of it.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class ForecastTests : IClassFixture<TrustLeftovers>
{
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
    public async Task A_guest_that_was_measured_is_foretold_and_the_report_says_how_far_that_was_off()
    {
        await using var guest = await Guest.StartAsync("foretold", Pair.One, hot: 24, dirty: 8);
        using var lmr = new Lmr(Runbook);
        var plan = Path.Combine(lmr.Folder, "plan.json");
        var ended = await lmr.RunAsync("plan", "--measure-for", "8s", "-o", plan);
        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Contains("MiB/s, measured just now; link: 100MiB/s by the policy", ended.Output, StringComparison.Ordinal);
        var applied = await lmr.ApplySavedAsync(plan, "--json");
        await lmr.RollbackAsync();
        Assert.True(applied.ExitCode == 0, applied.All);

        var move = (JsonNode.Parse(applied.Output)?["deeds"] as JsonArray ?? []).First(deed => deed?["kind"]?.GetValue<string>() == "move");
        var forecast = move?["forecast"];
        Assert.Equal("measured", forecast?["source"]?.GetValue<string>());
        // It has 128 MiB, and has not used all of them; how long it takes depends on what else this machine does.
        Assert.InRange(forecast?["memory_bytes"]?.GetValue<long>() ?? 0, 24L << 20, 128L << 20);
        Assert.InRange(move?["figures"]?["bytes"]?.GetValue<long>() ?? 0, 24L << 20, 1L << 30);
        Assert.NotNull(move?["compared"]?["duration_error"]);
        Assert.True(move?["compared"]?["convergence_right"]?.GetValue<bool>(), $"{forecast}");
    }
}
