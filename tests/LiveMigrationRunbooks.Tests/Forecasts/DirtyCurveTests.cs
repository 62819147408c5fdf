using LiveMigrationRunbooks.Forecasts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

public sealed class DirtyCurveTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 20)]
    [InlineData(2, 40)]
    [InlineData(60, 48)]
    public void A_guest_writes_to_what_is_hot_and_then_to_nothing_new(double seconds, double bytes) => Assert.Equal(bytes, DirtyCurve.Of(20, 48).After(seconds), 1e-9);

    [Fact]
    public void Between_two_spans_it_is_straight_and_after_the_last_as_steep_as_before()
    {
        var curve = DirtyCurve.Through([(10, 60), (1, 24)]);

        Assert.Equal((24, 24), (curve.After(1), curve.FirstSpeed));
        Assert.Equal(40, curve.After(5), 1e-9);
        Assert.Equal(100, curve.After(20), 1e-9);
    }

    [Fact]
    public void With_knees_it_goes_on_as_before_until_all_that_is_in_use_has_been_written_to()
    {
        (double, double)[] samples = [(1, 20), (6, 48), (10, 48)];

        var (most, least) = (DirtyCurve.Through(samples, knees: true), DirtyCurve.Through(samples));

        Assert.All(new[] { 0.5, 1, 2, 2.4, 3, 6, 10, 100 }, seconds => Assert.Equal(Math.Min(48, 20 * seconds), most.After(seconds), 1e-9));
        Assert.Equal(25.6, least.After(2), 1e-9);
        Assert.All(new[] { 0.5, 1, 6, 10, 100 }, seconds => Assert.Equal(most.After(seconds), least.After(seconds), 1e-9));
    }

    [Fact]
    public void Fewer_bytes_after_a_longer_span_are_a_mistake_of_the_sample() => Assert.Equal(30, DirtyCurve.Through([(1, 30), (10, 20)]).After(10), 1e-9);

    [Fact]
    public void Faster_writing_over_a_longer_span_counts_from_the_beginning()
    {
        var curve = DirtyCurve.Through([(1, 2), (10, 60)]);

        Assert.Equal((6, 60), (curve.After(1), curve.After(10)));
    }

    [Fact]
    public void Without_a_sample_or_without_writing_nothing_is_written()
    {
        Assert.Equal(0, DirtyCurve.Through([]).After(100));
        Assert.Equal(0, DirtyCurve.Through([(1, 0), (10, 0)]).After(100));
        Assert.Equal(0, DirtyCurve.Of(0).After(100));
    }
}
