using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>The checker must see a wave that comes too early and one guest too many; else its silence means nothing.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class MoveTraceTests
{
    private static readonly TraceRules s_rules = new([("one", TimeSpan.FromSeconds(5)), ("two", TimeSpan.Zero)], PerSource: 2, PerTarget: 1, PerUplink: 1);

    [Fact]
    public void A_run_that_kept_to_its_rules_is_sound() =>
        Assert.Empty(MoveTrace.Faults([Move("a", "one", 0, 10, "t1"), Move("b", "one", 1, 12, "t2"), Move("c", "two", 17, 20, "t1"), Move("d", "two", 20, 21, "t1")], s_rules));

    [Fact]
    public void A_wave_that_begins_before_the_pause_is_over_is_found() =>
        Assert.Equal("c of the wave two began 00:00:01 too early after one", Assert.Single(MoveTrace.Faults([Move("a", "one", 0, 10), Move("c", "two", 14, 20)], s_rules)));

    [Fact]
    public void One_too_many_is_found() => Assert.Equal(
        "a, b, c were on their way at once: 3 of the source s, and 2 may", Assert.Single(MoveTrace.Faults([Move("a", "one", 0, 10, "t1"), Move("b", "one", 1, 12, "t2"), Move("c", "one", 9, 12, "t3")], s_rules)));

    [Fact]
    public void Two_to_a_host_and_two_over_an_uplink_are_found()
    {
        Assert.Contains("2 of the target t1", Assert.Single(MoveTrace.Faults([Move("a", "one", 0, 10, "t1"), Move("b", "one", 0, 10, "t1") with { Source = "s2" }], s_rules).Distinct()), StringComparison.Ordinal);
        Assert.Contains("2 of the uplink u", Assert.Single(MoveTrace.Faults([Move("a", "one", 0, 10, "t1") with { Uplinks = ["u"] }, Move("b", "one", 3, 10, "t2") with { Uplinks = ["u"] }], s_rules)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_move_without_an_end_and_one_that_is_made_twice_are_found() => Assert.Equal(
        ["a ended before it began", "a left 2 times"], MoveTrace.Faults([Move("a", "one", 3, 0, "t1"), Move("a", "one", 4, 5, "t2")], s_rules));

    [Theory]
    [InlineData(0, 10, 0, 10, 1.0)]
    [InlineData(0, 10, 2, 4, 1.0)]
    [InlineData(0, 10, 5, 15, 0.5)]
    [InlineData(0, 10, 10, 15, 0.0)]
    public void The_overlap_is_a_share_of_the_shorter(int begun, int ended, int otherBegun, int otherEnded, double share) =>
        Assert.Equal(share, MoveTrace.Overlap(Move("a", "one", begun, ended), Move("b", "one", otherBegun, otherEnded)));

    private static TracedMove Move(string guest, string wave, int begun, int ended, string target = "t1") =>
        new(guest, wave, "s", target, DateTimeOffset.UnixEpoch.AddSeconds(begun), DateTimeOffset.UnixEpoch.AddSeconds(ended));
}
