using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>The main job: busy guests leave their host alive, and nothing of them stays behind.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class EvacuationTests(ITestOutputHelper told) : IClassFixture<Leftovers>
{
    [Fact]
    public async Task Two_busy_guests_move_and_are_at_home_on_the_target()
    {
        var guests = await Task.WhenAll(Guest.StartAsync("evac-1", "kvm1"), Guest.StartAsync("evac-2", "kvm1", autostart: false));
        await using var one = guests[0];
        await using var two = guests[1];
        await using var observer = Observer.Start(one, two);
        using var lmr = Evacuation.FromKvm1();
        try
        {
            var plan = await lmr.PlansAsync(2);
            Assert.Contains("evac-1: kvm1 -> kvm2", plan, StringComparison.Ordinal);
            Assert.Contains("--p2p", plan, StringComparison.Ordinal);
            var moves = Deeds(await lmr.ApplyAsync(), "move");
            Assert.Equal(["evac-1", "evac-2"], moves.Select(move => $"{move["name"]}").Order());
            foreach (var move in moves)
            {
                told.WriteLine($"{move["name"]}: {move["figures"]}");
                Assert.All(["duration_ms", "pause_ms", "bytes"], figure => Assert.True(move["figures"]?[figure]?.GetValue<long>() > 0, $"{figure}: {move}"));
            }
        }
        finally
        {
            await lmr.RollbackAsync();
        }
        Assert.Equal(("absent", "running yes enable"), (await one.OnAsync("kvm1"), await one.OnAsync("kvm2")));
        Assert.Equal(("absent", "running yes disable"), (await two.OnAsync("kvm1"), await two.OnAsync("kvm2")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm1"), await Evacuation.LeftoversAsync("kvm2")));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm1", "kvm2"], observer.HostsOf(one));
        Assert.Equal(["kvm1", "kvm2"], observer.HostsOf(two));
    }

    [Fact]
    public async Task A_closed_port_on_the_target_is_named_before_and_nothing_is_touched()
    {
        await using var guest = await Guest.StartAsync("evac-3", "kvm1");
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr("name: Lab\nplays:\n  - hosts: kvm1\n    evacuate: { to: kvm2 }\n");
        var plan = await lmr.RunAsync("plan");
        Assert.Contains("evac-3 cannot leave kvm1", plan.Output, StringComparison.Ordinal);
        Assert.Matches("kvm2: .*49152.*", plan.Output);
        var apply = await lmr.RunAsync("apply", "--yes");
        Assert.True(apply.ExitCode == 1, apply.All);
        Assert.Contains("nothing was touched", apply.Error, StringComparison.Ordinal);
        Assert.Equal(("running yes enable", "absent"), (await guest.OnAsync("kvm1"), await guest.OnAsync("kvm2")));
        Assert.Equal("", await Evacuation.LeftoversAsync("kvm1"));
        await observer.AssertSoundAsync();
    }

    private static List<JsonNode> Deeds(JsonNode report, string kind) =>
        [.. (report["deeds"] as JsonArray ?? []).OfType<JsonNode>().Where(deed => deed["kind"]?.GetValue<string>() == kind)];
}
