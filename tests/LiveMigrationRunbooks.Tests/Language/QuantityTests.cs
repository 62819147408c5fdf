using LiveMigrationRunbooks.Language.Quantities;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("90s", 90_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2d", 172_800_000)]
    public void A_duration_has_units(string text, int milliseconds)
    {
        Assert.True(Quantity.TryDuration(text, out var value, out var problem), problem);
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("30", "A unit is needed, for example '30s' or '30m'.")]
    [InlineData("-5s", "'-5s' is negative.")]
    [InlineData("5 parsecs", "'parsecs' is not a unit of time; known are ms, s, m, h, d.")]
    [InlineData("30s1m", "'30s1m' names its units out of order; write the largest first.")]
    [InlineData("400d", "'400d' is longer than 366 days.")]
    [InlineData("1e9h", "'e' is not a unit of time; known are ms, s, m, h, d.")]
    [InlineData("٣s", "'٣s' does not begin with a number.")]
    [InlineData("", "A duration is missing, for example '30s'.")]
    public void A_bad_duration_says_why(string text, string expected)
    {
        Assert.False(Quantity.TryDuration(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("4GiB", 4294967296)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("512B", 512)]
    public void A_size_is_in_bytes(string text, long bytes)
    {
        Assert.True(Quantity.TrySize(text, out var value, out var problem), problem);
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("4G", "'G' is not a unit of size; did you mean 'GiB'?")]
    [InlineData("4GB", "'GB' is not a unit of size; did you mean 'GiB'?")]
    [InlineData("4", "A unit is needed, for example '4GiB'.")]
    [InlineData("1.5B", "'1.5B' is not a whole number of bytes.")]
    [InlineData("99999999TiB", "'99999999TiB' is too large.")]
    public void A_bad_size_says_why(string text, string expected)
    {
        Assert.False(Quantity.TrySize(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("800Mbit/s", 100_000_000)]
    [InlineData("10Gbit/s", 1_250_000_000)]
    [InlineData("100MiB/s", 104_857_600)]
    public void A_rate_is_in_bytes_a_second_and_prints_as_it_was_written(string text, long bytes)
    {
        Assert.True(Quantity.TryRate(text, out var value, out var problem), problem);
        Assert.Equal(bytes, value);
        Assert.Equal(text, Quantity.TextOfRate(value));
    }

    [Theory]
    [InlineData("25%", 10, 2)]
    [InlineData("3", 10, 3)]
    [InlineData("3", 2, 2)]
    [InlineData("100%", 7, 7)]
    public void A_share_is_a_count_or_hundredths(string text, int total, int expected)
    {
        Assert.True(Quantity.TryShare(text, out var share, out var problem), problem);
        Assert.Equal(expected, share.Of(total));
        Assert.Equal(text, share.ToString());
    }

    [Theory]
    [InlineData("150%")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    public void A_bad_share_is_refused(string text) => Assert.False(Quantity.TryShare(text, out _, out _));

    [Theory]
    [InlineData(90_000, "1m30s")]
    [InlineData(250, "250ms")]
    [InlineData(0, "0s")]
    [InlineData(90_061_001, "1d1h1m1s1ms")]
    public void A_duration_prints_as_it_would_be_written(int milliseconds, string expected) =>
        Assert.Equal(expected, Quantity.Text(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(512, "512B")]
    [InlineData(1536, "1.5KiB")]
    [InlineData(4294967296, "4GiB")]
    public void A_size_prints_for_people(long bytes, string expected) => Assert.Equal(expected, Quantity.TextOfSize(bytes));
}
