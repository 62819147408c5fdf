using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>The main job: busy guests leave their host alive, and nothing of them stays behind.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class EvacuationTests(ITestOutputHelper told) : IClassFixture<BareLeftovers>
{
    [Fact]
    public async Task Two_busy_guests_move_and_are_at_home_on_the_target()
    {
        var guests = await Task.WhenAll(Guest.StartAsync("evac-1", "kvm8"), Guest.StartAsync("evac-2", "kvm8", autostart: false));
        await using var one = guests[0];
        await using var two = guests[1];
        await using var observer = Observer.Start(one, two);
        using var lmr = Evacuation.Of("kvm8", "kvm9");
        try
        {
            var plan = await lmr.PlansAsync(2);
            Assert.Contains("evac-1: kvm8 -> kvm9", plan, StringComparison.Ordinal);
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
        Assert.Equal(("absent", "running yes enable"), (await one.OnAsync("kvm8"), await one.OnAsync("kvm9")));
        Assert.Equal(("absent", "running yes disable"), (await two.OnAsync("kvm8"), await two.OnAsync("kvm9")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm8"), await Evacuation.LeftoversAsync("kvm9")));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm8", "kvm9"], observer.HostsOf(one));
        Assert.Equal(["kvm8", "kvm9"], observer.HostsOf(two));
    }

    [Fact]
    public async Task A_closed_port_on_the_target_is_named_before_and_nothing_is_touched()
    {
        await using var guest = await Guest.StartAsync("evac-3", "kvm8");
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr("name: Lab\nplays:\n  - hosts: kvm8\n    evacuate: { to: kvm9 }\n");
        var plan = await lmr.RunAsync("plan");
        Assert.Contains("evac-3 cannot leave kvm8", plan.Output, StringComparison.Ordinal);
        Assert.Matches("kvm9: .*49152.*", plan.Output);
        var apply = await lmr.RunAsync("apply", "--yes");
        Assert.True(apply.ExitCode == 1, apply.All);
        Assert.Contains("nothing was touched", apply.Error, StringComparison.Ordinal);
        Assert.Equal(("running yes enable", "absent"), (await guest.OnAsync("kvm8"), await guest.OnAsync("kvm9")));
        Assert.Equal("", await Evacuation.LeftoversAsync("kvm8"));
        await observer.AssertSoundAsync();
    }

    private static List<JsonNode> Deeds(JsonNode report, string kind) =>
        [.. (report["deeds"] as JsonArray ?? []).OfType<JsonNode>().Where(deed => deed["kind"]?.GetValue<string>() == kind)];
}
