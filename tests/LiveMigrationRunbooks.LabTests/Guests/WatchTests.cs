using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>A guest with a NIC moves, and somebody outside asks it all the while: its silence is told beside QEMU's own pause, and is no shorter.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class WatchTests(ITestOutputHelper told) : IClassFixture<OpenWavePorts>
{
    private const string Address = "192.0.2.101";

    [Fact]
    public async Task The_outage_seen_from_outside_stands_beside_the_pause()
    {
        await using var guest = await Guest.StartAsync("watched-1", "kvm14", dirty: 2, autostart: false, nic: (Address, "kvm15"));
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr($$"""
            guests: guests.yml
            plays:
              - hosts: kvm14
                evacuate: { to: kvm15, guests: watched-1, watch: { ping: 100ms, tcp: 22 } }
            """);
        await File.WriteAllTextAsync(Path.Combine(lmr.Folder, "guests.yml"), $"guests: [{{ name: watched-1, address: {Address} }}]\n");
        var report = await lmr.ApplyAsync();
        var move = (report["deeds"] as JsonArray ?? []).OfType<JsonNode>().First(deed => deed["kind"]?.GetValue<string>() == "move");
        told.WriteLine($"{move}");
        long Figure(string name) => move["figures"]?[name]?.GetValue<long>() ?? throw new InvalidDataException($"no {name}: {move}");
        Assert.InRange(Figure("ping_outage_ms"), 1, 600_000);
        Assert.InRange(Figure("tcp_outage_ms"), 1, 600_000);
        // Asked every 100 ms, a silence is seen to that measure.
        Assert.True(Figure("ping_outage_ms") + 200 > Figure("pause_ms"), $"{move}");
        Assert.Contains("silent to ping for", $"{move["text"]}", StringComparison.Ordinal);
        await observer.AssertSoundAsync();
    }
}
