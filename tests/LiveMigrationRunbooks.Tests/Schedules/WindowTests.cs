using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Schedules;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schedules;

public sealed class WindowTests
{
    private const string Berlin = "Europe/Berlin";
    private static readonly SourceSpan s_nowhere = new(new SourceFile("w", ""), 0, 0);

    [Theory]
    // Saturday 21 November 2026; Berlin is an hour ahead of UTC.
    [InlineData("Sat 22:00 +6h", "2026-11-21T20:59:59Z", "closed until 2026-11-21T22:00+01:00")]
    [InlineData("Sat 22:00 +6h", "2026-11-21T21:00:00Z", "open until 2026-11-22T04:00+01:00")]
    [InlineData("Sat 22:00 +6h", "2026-11-22T02:59:59Z", "open until 2026-11-22T04:00+01:00")]
    [InlineData("Sat 22:00 +6h", "2026-11-22T03:00:00Z", "closed until 2026-11-28T22:00+01:00")]
    [InlineData("daily 01:00 +4h", "2026-11-21T23:00:00Z", "closed until 2026-11-22T01:00+01:00")]
    [InlineData("Mon-Fri 01:00 +4h", "2026-11-21T02:00:00Z", "closed until 2026-11-23T01:00+01:00")]
    [InlineData("Fri-Mon 01:00 +4h", "2026-11-21T02:00:00Z", "open until 2026-11-21T05:00+01:00")]
    [InlineData("Sun,Tue 08:30 +90m", "2026-11-22T09:00:00Z", "closed until 2026-11-24T08:30+01:00")]
    // Spans that touch or overlap are one.
    [InlineData("Sat 22:00 +6h|Sun 04:00 +2h|Sun 05:00 +3h", "2026-11-21T22:00:00Z", "open until 2026-11-22T08:00+01:00")]
    [InlineData("daily 00:00 +25h", "2026-11-21T22:00:00Z", "open until -")]
    public void It_opens_and_closes_by_the_clock_of_its_zone(string rules, string now, string expected) => Assert.Equal(expected, Told(Read(Berlin, rules), now));

    [Theory]
    // 29 March 2026, 02:00 becomes 03:00: what begins in the gap begins by the offset before it; six hours stay six hours.
    [InlineData("daily 02:30 +1h", "2026-03-29T01:00:00Z", "closed until 2026-03-29T03:30+02:00")]
    [InlineData("daily 02:30 +1h", "2026-03-29T01:30:00Z", "open until 2026-03-29T04:30+02:00")]
    [InlineData("Sat 22:00 +6h", "2026-03-28T22:00:00Z", "open until 2026-03-29T05:00+02:00")]
    // 25 October 2026, 03:00 becomes 02:00: what begins at a time that is there twice begins the first time.
    [InlineData("daily 02:30 +30m", "2026-10-25T00:29:00Z", "closed until 2026-10-25T02:30+02:00")]
    [InlineData("daily 02:30 +30m", "2026-10-25T00:30:00Z", "open until 2026-10-25T02:00+01:00")]
    [InlineData("daily 02:30 +30m", "2026-10-25T01:30:00Z", "closed until 2026-10-26T02:30+01:00")]
    [InlineData("Sat 22:00 +6h", "2026-10-24T21:00:00Z", "open until 2026-10-25T03:00+01:00")]
    public void The_night_on_which_clocks_change_has_neither_hole_nor_repeat(string rules, string now, string expected) => Assert.Equal(expected, Told(Read(Berlin, rules), now));

    [Theory]
    [InlineData("2026-12-19T22:59:59Z", "open until 2026-12-20T00:00+01:00")]
    [InlineData("2026-12-19T23:00:00Z", "closed until 2027-01-06T00:00+01:00, freeze")]
    [InlineData("2027-01-05T22:59:59Z", "closed until 2027-01-06T00:00+01:00, freeze")]
    [InlineData("2027-01-05T23:00:00Z", "open until -")]
    public void A_blackout_wins_and_holds_both_its_days(string now, string expected) =>
        Assert.Equal(expected, Told(Read(Berlin, "", ("2026-12-20", "2027-01-05")), now));

    [Fact]
    public void A_blackout_cuts_a_night_in_two()
    {
        var window = Read(Berlin, "Sat 22:00 +6h", ("2026-11-22", null));

        Assert.Equal("open until 2026-11-22T00:00+01:00", Told(window, "2026-11-21T21:30:00Z"));
        Assert.Equal("closed until 2026-11-28T22:00+01:00, freeze", Told(window, "2026-11-21T23:30:00Z"));
    }

    [Fact]
    public void What_does_not_open_within_a_year_says_so() =>
        Assert.Equal("closed until -, freeze", Told(Read("UTC", "daily 01:00 +4h", ("2026-01-01", "2030-01-01")), "2026-11-21T21:30:00Z"));

    [Fact]
    public void Whenever_it_changes_it_has_changed_at_that_instant_and_not_a_moment_before()
    {
        var window = Read(Berlin, "Sat 22:00 +6h|daily 02:30 +45m|Sun 12:00 +2d", ("2026-03-29", null), ("2026-10-24", "2026-10-26"));
        var now = At("2026-01-01T00:00:00Z");
        for (var changes = 0; changes < 200; changes++)
        {
            var state = window.At(now);
            var next = state.Until ?? throw new InvalidOperationException($"No change after {now:O}.");
            Assert.True(next > now);
            Assert.Equal(state.IsOpen, window.At(next.AddTicks(-1)).IsOpen);
            Assert.NotEqual(state.IsOpen, window.At(next).IsOpen);
            now = next;
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "", "")]
    [InlineData("europe/berlin", "", "LMR450 Did you mean 'Europe/Berlin'?")]
    [InlineData("../../etc/localtime", "", "LMR450 Write a name like Europe/Berlin, or UTC.")]
    [InlineData("UTC", "Sat 22:00", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    [InlineData("UTC", "Sta 22:00 +6h", "LMR451 Did you mean 'Sat'?")]
    [InlineData("UTC", "sat 22:00 +6h", "LMR451 Did you mean 'Sat'?")]
    [InlineData("UTC", "daily-Fri 22:00 +6h", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    [InlineData("UTC", "Sat 24:00 +6h", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    [InlineData("UTC", "Sat 22:00 +6", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    [InlineData("UTC", "Sat 22:00 +0s", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    [InlineData("UTC", "Sat 22:00 +8d", "LMR451 Write days, time and duration: Sat 22:00 +6h, Mon-Fri 01:00 +4h, daily 01:00 +90m.")]
    public void A_part_that_is_wrong_is_told(string zone, string rule, string expected)
    {
        var findings = new Findings();
        WindowReader.Read(Form(zone, rule), findings);

        Assert.Equal(expected, string.Join('|', findings.Sorted.Select(problem => $"{problem.Code} {problem.Fix}")));
    }

    private static Window Read(string zone, string rules, params (string From, string? To)[] blackouts)
    {
        var findings = new Findings();
        var window = WindowReader.Read(Form(zone, rules, blackouts), findings);
        Assert.Empty(findings.Sorted);
        return window!;
    }

    private static WindowForm Form(string zone, string rules, params (string From, string? To)[] blackouts) => new(
        s_nowhere,
        Text(zone),
        rules.Length == 0 ? null : [.. rules.Split('|').Select(Text)],
        [.. blackouts.Select(blackout => new BlackoutForm(Text(blackout.From), blackout.To is null ? null : Text(blackout.To), "freeze"))]);

    private static Placed<string> Text(string text) => new(text, s_nowhere);

    private static string Told(Window window, string now)
    {
        var state = window.At(At(now));
        return $"{(state.IsOpen ? "open" : "closed")} until {(state.Until is { } until ? until.ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture) : "-")}{(state.Because is { } blackout ? $", {blackout.Reason}" : "")}";
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
