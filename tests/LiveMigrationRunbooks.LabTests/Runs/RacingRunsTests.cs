using LiveMigrationRunbooks.LabTests.Contracts;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Whole runs that race.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class RacingRunsTests(ITestOutputHelper told) : IClassFixture<PairLeftovers>
{
    [Fact]
    public async Task Of_two_runs_that_want_the_same_two_hosts_one_has_both()
    {
        for (var race = 0; race < 2; race++) told.WriteLine($"{await RacingRuns.OnceAsync()} won");
    }
}

/// <summary>The same so often that a rare order of events comes up too.</summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Trust)]
public sealed class RacingCampaign(ITestOutputHelper told) : IClassFixture<PairLeftovers>
{
    [Fact]
    public async Task Ten_races_of_whole_runs_have_one_winner_each()
    {
        var won = new List<string>();
        for (var race = 0; race < 10; race++) won.Add(await RacingRuns.OnceAsync());
        Campaign.Tell(told, $"whole runs that raced for two hosts: {won.Count}, one winner each: {string.Join(' ', won)}");
    }

    [Fact]
    public Task Two_hundred_pairs_on_the_lock_protocol_have_one_winner_each() =>
        new RacingPairsTests(told).RaceAsync(200);
}
