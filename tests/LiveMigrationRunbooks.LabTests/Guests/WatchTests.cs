using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>What stands around one real move: how long the guest was silent, who was told, what its clock says, who heard of its new place, whether it serves.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed partial class WatchTests(WatchedMove moved, ITestOutputHelper told) : IClassFixture<WatchedMove>
{
    [Fact]
    public async Task The_outage_seen_from_outside_stands_beside_the_pause()
    {
        Assert.True(moved.Ended.ExitCode == 0, moved.Ended.All);
        var move = moved.Deed("move");
        told.WriteLine($"{move}");
        long Figure(string name) => move["figures"]?[name]?.GetValue<long>() ?? throw new InvalidDataException($"no {name}: {move}");
        Assert.InRange(Figure("ping_outage_ms"), 1, 600_000);
        Assert.InRange(Figure("tcp_outage_ms"), 1, 600_000);
        // Asked every 100 ms, a silence is seen to that measure.
        Assert.True(Figure("ping_outage_ms") + 200 > Figure("pause_ms"), $"{move}");
        Assert.Contains("silent to ping for", $"{move["text"]}", StringComparison.Ordinal);
        await moved.AssertSoundAsync();
    }

    [Fact]
    public void Programs_hear_of_the_guest_before_its_move_and_after_it()
    {
        Assert.Equal(("watched-1: before_guest is done: heard of before", "watched-1: after_guest is done: heard of after"), ($"{moved.Deed("before_guest")["text"]}", $"{moved.Deed("after_guest")["text"]}"));
        Assert.Equal($"before_guest watched-1 {moved.Uuid} 128 kvm14 kvm15  ", Told(moved.Heard("before")));
        Assert.Equal($"after_guest watched-1 {moved.Uuid} 128 kvm14 kvm15 moved true", Told(moved.Heard("after")));
    }

    [Fact]
    public void It_serves_again() => Assert.Equal("watched-1: serves on kvm15 (TCP port 22 of 192.0.2.101 answers)", $"{moved.Deed("ready")["text"]}");

    // Its agent is a stand-in, which put the clock to 2001 before, and tells what it is after it was set.
    [Fact]
    public void Its_clock_is_set()
    {
        Assert.Equal("watched-1: defined on kvm15, clock set by its agent", $"{moved.Deed("settle")["text"]}");
        var said = Clock().Match(moved.Serial());
        Assert.True(said.Success, moved.Serial());
        var off = moved.End - DateTimeOffset.FromUnixTimeSeconds(long.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(off.TotalMinutes, -5, 60);
    }

    [Fact]
    public void QEMU_has_announced_its_new_place_by_itself()
    {
        told.WriteLine(string.Join(' ', moved.Announced));
        Assert.Contains("rarp", moved.Announced);
    }

    private static string Told(JsonNode input) => string.Join(' ', new[]
    {
        input["when"], input["guest"]?["name"], input["guest"]?["uuid"], input["guest"]?["memory_mib"], input["source"], input["target"], input["outcome"], input["serves"],
    }.Select(node => node?.ToString() ?? ""));

    [GeneratedRegex(@"^clock (\d+)", RegexOptions.Multiline)]
    private static partial Regex Clock();
}
