using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Guests leave in the order that somebody wrote, on the terms that somebody wrote, and whoever comes late is not forgotten.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class WaveTests : IClassFixture<OpenWavePorts>
{
    private const string Runbook = """
        name: Lab
        policies:
          night: { extends: gentle, bandwidth_per_guest: 60MiB/s, auto_converge: true, pause: { start: 200ms, ceiling: 800ms }, deadline: 5m }
        plays:
          - name: Empty kvm14
            hosts: kvm14
            evacuate:
              to: kvm15
              policy: night
              waves:
                - { name: canary, guests: "wave-z*", soak: 8s }
                - { name: web, guests: ["wave-a", "old-*"], policy: balanced }
            steps:
              - name: mark
                file: { path: /etc/lmr-wave, content: "empty\n" }
        """;

    [Fact]
    public async Task Two_waves_leave_in_order_and_a_guest_that_starts_in_between_leaves_too()
    {
        var guests = await Task.WhenAll(Guest.StartAsync("wave-z", "kvm14", dirty: 2), Guest.StartAsync("wave-a", "kvm14", dirty: 2, autostart: false), Guest.StartAsync("wave-l", "kvm14", dirty: 2));
        await using var small = guests[0];
        await using var large = guests[1];
        await using var late = guests[2];
        await new HostView("kvm14").AskAsync($"virsh -q destroy {late.Uuid}");
        await using var observer = Observer.Start(small, large);
        using var lmr = new Lmr(Runbook);
        var plan = await lmr.PlansAsync(2);
        Assert.Contains("wave canary, then 8s of soak: policy night (60 MiB/s at most", plan, StringComparison.Ordinal);
        using var apply = lmr.Start("apply", "--yes", "--json");
        await apply.SaysAsync("wave-z: leaves for kvm15");
        await new HostView("kvm14").AskAsync($"virsh -q start {late.Uuid}");
        var ended = await apply.EndAsync();
        await lmr.RollbackAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        var moves = (JsonNode.Parse(ended.Output)?["deeds"] as JsonArray ?? []).OfType<JsonNode>().Where(deed => deed["kind"]?.GetValue<string>() == "move").ToList();
        Assert.Equal(["wave-z", "wave-a", "wave-l"], moves.Select(move => $"{move["name"]}"));
        Assert.Contains("wave canary is done: soaking for 8s", ended.Error, StringComparison.Ordinal);
        Assert.Contains("wave-l: came after the plan; it is moved too", ended.Error, StringComparison.Ordinal);
        foreach (var guest in guests) Assert.StartsWith("absent, running yes", $"{await guest.OnAsync("kvm14")}, {await guest.OnAsync("kvm15")}", StringComparison.Ordinal);
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm14"), await Evacuation.LeftoversAsync("kvm15")));
        await observer.AssertSoundAsync();
    }
}
