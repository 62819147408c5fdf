using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>A host that guests are on their way to: its memory is spoken for, and nobody changes it meanwhile.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class ReservationTests : IClassFixture<PairLeftovers>
{
    [Fact]
    public async Task A_target_is_reserved_with_its_memory_until_its_guests_have_come()
    {
        using var ports = Lmr.Steps(Pair.Two, $"- firewall.ports: {{ ports: {Evacuation.Ports}, from: [\"198.51.100.0/24\"] }}");
        await ports.ApplyAsync();
        await using var guest = await Guest.StartAsync("pair-1", Pair.One);
        using var lmr = new Lmr($"name: Lab\nplays:\n  - hosts: {Pair.One}\n    evacuate: {{ to: {Pair.Two}, bandwidth_per_guest: 1MiB/s }}\n");
        using var change = Lmr.Steps(Pair.Two, Pair.Mark("target"));
        using var run = lmr.Start("apply", "--yes");
        try
        {
            await run.SaysAsync("pair-1: leaves for");
            var id = Pair.RunOf(lmr);
            var locks = await Pair.LocksAsync(Pair.Two);
            var reserved = Assert.Single(locks["reservations"]?.AsArray() ?? []);
            Assert.Equal((null, id, true), (locks["claim"], reserved?["run"]?.GetValue<string>(), reserved?["alive"]?.GetValue<bool>()));
            // The guest's memory, and what QEMU takes besides.
            var memory = long.Parse(await Pair.ViewOf(Pair.One).AskAsync($"virsh -q dominfo {guest.Uuid} | awk '/^Max memory/ {{ print $3 }}'"), System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(reserved?["kib"]?.GetValue<long>() ?? 0, memory + 1, memory * 3);

            var refused = await change.RunAsync("apply", "--yes");
            Assert.True(refused.ExitCode == 1, refused.All);
            Assert.Contains($"Run {id} of", refused.All, StringComparison.Ordinal);
            Assert.Contains("[claim.reserved]", refused.All, StringComparison.Ordinal);
            Assert.Equal("", await Pair.MarksAsync(Pair.Two));
            var given = await Underway.RunAsync(LabFolder.Lmr, "runs", "abandon", id, "-i", LabFolder.Inventory, "-l", Pair.Both, "--yes");
            Assert.True(given.ExitCode == 1, given.All);
        }
        finally
        {
            await Pair.ViewOf(Pair.One).RunAsync($"virsh migrate-setspeed {guest.Uuid} 1024");
        }
        var ended = await run.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Empty((await Pair.LocksAsync(Pair.Two))["reservations"]?.AsArray() ?? []);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync(Pair.One), await guest.OnAsync(Pair.Two)));
        await change.ApplyAsync();
        await change.RollsBackAsync();
        await ports.RollsBackAsync();
    }
}
