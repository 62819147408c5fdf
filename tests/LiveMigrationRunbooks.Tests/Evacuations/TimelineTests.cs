using FsCheck;
using FsCheck.Fluent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

public sealed class TimelineTests
{
    private static readonly SlidingWindow s_two = new(new MoveCaps(PerSource: 2, PerTarget: 2), ValueMap<int>.Empty);

    [Fact]
    public void The_next_begins_when_one_ends_and_a_wave_when_all_of_the_one_before_have_and_its_pause_is_over()
    {
        var timeline = Timeline.Of(
            [Moves.Of("a", "s", "t1", 30), Moves.Of("b", "s", "t2", 10), Moves.Of("c", "s", "t2", 10), Moves.Of("d", "s", "t1", 5, "last")], s_two, wave => wave == "w" ? 60_000 : 0)!;

        Assert.Equal(["a 0 30000", "b 0 10000", "c 10000 20000", "d 90000 95000"], timeline.Moves.Select(move => $"{move.Guest} {move.StartMs.Likely} {move.EndMs.Likely}"));
        Assert.Equal(new Band(77_500, 95_000, 130_000), timeline.LengthMs);
        // The first wave cannot be shorter than its longest guest, nor than half of what leaves one host.
        Assert.Equal(30_000 + 60_000 + 5000, timeline.BoundMs);
        Assert.Equal([1.67, 2, 2, 1], timeline.Moves.Select(move => Math.Round(move.Shares, 2)));
    }

    [Fact]
    public void The_bound_is_the_busiest_limit_divided()
    {
        var timeline = Timeline.Of([.. Enumerable.Range(0, 5).Select(each => Moves.Of($"g{each}", "s", $"t{each}"))], s_two, _ => 0)!;

        Assert.Equal((30_000, 25_000), (timeline.LengthMs.Likely, timeline.BoundMs));
    }

    [Fact]
    public void Without_a_forecast_nobody_knows() => Assert.Null(Timeline.Of([Moves.Of("a", "s", "t"), Moves.Of("b", "s", "t") with { Forecast = null }], s_two, _ => 0));

    [Fact]
    public void Every_guest_leaves_once_and_no_timeline_is_shorter_than_its_bound_or_longer_than_one_after_the_other() => Prop.ForAll<int>(seed =>
    {
        var (window, moves) = Moves.Drawn(seed);
        moves = [.. moves.OrderBy(move => move.Wave, StringComparer.Ordinal)];
        var timeline = Timeline.Of(moves, window, _ => 1000)!;
        var pauses = (moves.Select(move => move.Wave).Distinct().Count() - 1) * 1000L;
        Assert.Equal(moves.Select(move => move.Name), timeline.Moves.Select(move => move.Guest));
        Assert.All(timeline.Moves, move => Assert.True(move.StartMs.Low >= 0 && move.EndMs.Likely >= move.StartMs.Likely && move.EndMs.Holds(move.EndMs.Likely) && move.Shares >= 1));
        Assert.InRange(timeline.LengthMs.Likely, timeline.BoundMs, moves.Sum(move => Math.Max(1, move.Forecast!.DurationMs.Likely)) + pauses);
    }).QuickCheckThrowOnFailure();
}
