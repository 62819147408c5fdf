using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

public sealed class OutageTests
{
    [Theory]
    [InlineData("0 100 200 300 400", "1 101 201 301 401", 450, 100, 5, 0, 301)] // as often as asked
    [InlineData("0 100 200 300 400 500", "1 101 502", 550, 401, 6, 3, 101)] // in the middle
    [InlineData("0 100 200", "150 151 201", 250, 150, 3, 0, 0)] // at the beginning
    [InlineData("0 100 200 300 400", "1 101", 1300, 1199, 5, 3, 101)] // to the end
    public void The_longest_silence_is_told_with_when_it_began(string asked, string answers, int end, int longest, int questions, int lost, int since)
    {
        var outage = Outage.Of(Times(asked), Times(answers), TimeSpan.FromMilliseconds(end));

        Assert.Equal((longest, questions, lost), ((int)outage.Longest.TotalMilliseconds, outage.Asked, outage.Lost));
        if (longest != 100) Assert.Equal(since, (int)outage.Since!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Who_never_answers_was_silent_all_the_time()
    {
        Assert.Equal(new Outage(TimeSpan.FromSeconds(2), 3, 3, null), Outage.Of(Times("0 100 200"), [], TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void What_is_asked_is_told_in_words()
    {
        Assert.Equal("watched from outside every 100 ms: ping and TCP port 22, 192.0.2.40", new OutsideWatch(100, true, 22, "192.0.2.40").Told);
        Assert.Equal("watched from outside every 1000 ms: TCP port 22, at the address that its host tells", new OutsideWatch(1000, false, 22, null).Told);
    }

    private static TimeSpan[] Times(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => TimeSpan.FromMilliseconds(int.Parse(word, System.Globalization.CultureInfo.InvariantCulture)))];
}
