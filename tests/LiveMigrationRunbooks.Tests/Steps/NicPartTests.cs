using LiveMigrationRunbooks.Steps.Nic;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What a driver makes of a time is not drift; what a person makes of it is.</summary>
public sealed class NicPartTests
{
    private static readonly NicPart s_time = new("rx_usecs", "rx-usecs", new LinkKey("RxCoalesceSec", 250), PartForm.Microseconds);
    private static readonly NicPart s_frames = new("rx_frames", "rx-frames", new LinkKey("RxMaxCoalescedFrames", 250));

    [Fact]
    public void Every_time_that_an_e1000e_takes_is_known_again()
    {
        foreach (var asked in Enumerable.Range(10, 9991))
        {
            // It counts interrupts a second, in fours (e1000_set_coalesce, e1000_get_coalesce).
            var got = 1_000_000 / (1_000_000 / asked & ~3);
            Assert.True(s_time.Rounds(got, asked), $"{asked} became {got}");
        }
    }

    [Theory]
    [InlineData(48, 50, true)]
    [InlineData(52, 50, true)]
    [InlineData(24, 25, true)]
    [InlineData(4, 5, true)]
    [InlineData(0, 5, false)]
    [InlineData(0, 3, false)]
    [InlineData(1, 3, false)]
    [InlineData(3, 0, false)]
    [InlineData(30, 50, false)]
    [InlineData(54, 50, false)]
    public void Small_times_are_modes_and_others_are_rounded(int got, int asked, bool same) => Assert.Equal(same, s_time.Rounds(got, asked));

    [Fact]
    public void Packets_are_not_rounded() => Assert.False(s_frames.Rounds(31, 32));

    [Theory]
    [InlineData("50us", 50)]
    [InlineData("1ms", 1000)]
    [InlineData("1", 1_000_000)]
    [InlineData("0", 0)]
    [InlineData("5 us", 5)]
    [InlineData("us", null)]
    [InlineData("5 parsecs", null)]
    [InlineData("99999999999999999999s", null)]
    public void A_time_in_a_file_has_a_unit_or_is_in_seconds(string text, int? microseconds) => Assert.Equal(microseconds, s_time.OfFile(text));

    [Theory]
    [InlineData("1000baseT/Full", "1000baset-full", 1000, Duplex.Full)]
    [InlineData("10baseT/Half", "10baset-half", 10, Duplex.Half)]
    [InlineData("10000baseR_FEC", "10000baser-fec", 10000, Duplex.Full)]
    [InlineData("200000baseLR4_ER4_FR4/Full", "200000baselr4-er4-fr4-full", 200000, Duplex.Full)]
    public void A_link_mode_tells_its_speed_and_has_a_name_in_files(string mode, string kept, int megabits, Duplex duplex) =>
        Assert.Equal((kept, (long?)megabits, duplex), (LinkMode.Kept(mode), LinkMode.Megabits(mode), LinkMode.DuplexOf(mode)));
}
