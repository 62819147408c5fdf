using LiveMigrationRunbooks.Libvirt.Sampling;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class MeasuringWindowsTests
{
    [Fact]
    public void They_are_of_all_lengths() => Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 9], MeasuringWindows.Of(24));

    [Fact]
    public void They_take_all_of_the_time_and_none_takes_more_than_a_minute()
    {
        for (var seconds = 8; seconds <= 120; seconds++)
        {
            Assert.Equal(seconds, MeasuringWindows.Of(seconds).Sum());
            Assert.InRange(MeasuringWindows.Of(seconds).Max(), 3, 60);
        }
    }
}
