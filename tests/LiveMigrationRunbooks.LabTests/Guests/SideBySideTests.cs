using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Six guests leave a host in three waves, two at a time, by a plan that was saved: their order, their limits and that they really go side by side.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class SideBySideTests(ITestOutputHelper told) : IClassFixture<OpenWavePorts>
{
    // So slowly that what comes before a move and after it is short beside it, however busy the machine is.
    private const string Runbook = """
        name: Lab
        plays:
          - name: Empty kvm14
            hosts: kvm14
            evacuate:
              to: kvm15:kvm16
              bandwidth_per_guest: 4MiB/s
              limits: { per_source: 2, per_target: 2 }
              waves:
                - { name: first, guests: "side-a*", soak: 4s }
                - { name: second, guests: "side-b*" }
                - { name: rest }
        """;

    private static readonly TraceRules s_rules = new([("first", TimeSpan.FromSeconds(4)), ("second", TimeSpan.Zero), ("rest", TimeSpan.Zero)], PerSource: 2, PerTarget: 2);

    [Fact]
    public async Task Six_guests_leave_in_three_waves_two_at_a_time()
    {
        var guests = await Task.WhenAll(new[] { "side-a1", "side-a2", "side-b1", "side-b2", "side-c1", "side-c2" }.Select(name => Guest.StartAsync(name, "kvm14", dirty: 1, autostart: name.EndsWith('1'))));
        try
        {
            await using var observer = Observer.Start(guests);
            using var lmr = new Lmr(Runbook);
            var plan = await lmr.SavesAsync();
            var ended = await lmr.ApplySavedAsync(plan, "--yes");
            told.WriteLine(ended.All);
            Assert.True(ended.ExitCode == 0, ended.All);

            var trace = MoveTrace.OfRun(Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs")).Single());
            foreach (var move in trace) told.WriteLine($"{move.Wave} {move.Guest} -> {move.Target}: {move.Begun:HH:mm:ss.fff} to {move.Ended:HH:mm:ss.fff}");
            Assert.Equal(6, trace.Count);
            Assert.Empty(MoveTrace.Faults(trace, s_rules));
            foreach (var pair in trace.GroupBy(move => move.Wave).Select(wave => wave.ToList()))
                Assert.True(MoveTrace.Overlap(pair[0], pair[1]) >= 0.8, $"{pair[0]} and {pair[1]} did not go side by side");

            foreach (var guest in guests)
            {
                var target = trace.Single(move => move.Guest == guest.Name).Target;
                Assert.Equal($"absent, running yes {(guest.Name.EndsWith('1') ? "enable" : "disable")}", $"{await guest.OnAsync("kvm14")}, {await guest.OnAsync(target)}");
                Assert.Equal(["kvm14", target], observer.HostsOf(guest));
            }
            foreach (var host in (string[])["kvm14", "kvm15", "kvm16"]) Assert.Equal("", await Evacuation.LeftoversAsync(host));
            await observer.AssertSoundAsync();
        }
        finally
        {
            await Task.WhenAll(guests.Select(guest => guest.DisposeAsync().AsTask()));
        }
    }
}
