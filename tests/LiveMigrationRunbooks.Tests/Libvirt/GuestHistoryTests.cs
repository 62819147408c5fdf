using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Reports;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>What hosts kept of how a guest writes, and what a plan makes of it at one hour or another.</summary>
public sealed class GuestHistoryTests
{
    // A Sunday.
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 8, 20, 0, TimeSpan.FromHours(1));
    private static readonly string s_uuid = Transcript.Host("kvm5").Guests.Single().Uuid;

    [Fact]
    public void An_hour_is_that_of_the_week_in_utc()
    {
        Assert.Equal(new HourOfWeek(7, 7), HourOfWeek.Of(s_now));
        Assert.Equal("Sun 07:00-08:00 UTC", HourOfWeek.Of(s_now).ToString());
        Assert.Equal((HourOfWeek.Of(s_now), "07"), (HourOfWeek.Parse("707"), HourOfWeek.Of(s_now).Word));
        Assert.Equal("Mon 23:00-00:00 UTC", HourOfWeek.Parse("123")!.ToString());
        Assert.All(new[] { "", "7", "007", "807", "724", "70x", "7071" }, text => Assert.Null(HourOfWeek.Parse(text)));
    }

    [Fact]
    public void A_line_that_is_no_sample_says_nothing()
    {
        Assert.Equal(new GuestSampling(s_uuid, 1763798400, new HourOfWeek(7, 12), [new DirtySample(1, 22, null, "page-sampling"), new DirtySample(4, 11, null, "page-sampling")], 145408),
            Assert.Single(GuestSampling.Read([$"{s_uuid} 1763798400 712 1:22,4:11 145408", "", "x", $"{s_uuid} 1763798400 712", $"{s_uuid} soon 712 1:22 0", $"{s_uuid} 1 999 1:22 0", $"{s_uuid} 1 712 1:22,4 0", $"{s_uuid} 1 712 0:22 0"])));
        Assert.Null(Assert.Single(GuestSampling.Read([$"{s_uuid} 1 712 1:22 0"])).TouchedKib);
    }

    [Fact]
    public void This_hour_of_the_week_counts_before_the_same_hour_of_other_days_and_no_other_hour_counts()
    {
        Assert.Equal(("Sun 07:00-08:00 UTC", 2), Told(History(Look(7, "707"), Look(14, "707"), Look(1, "607"))));
        Assert.Equal(("07:00-08:00 UTC of other days", 2), Told(History(Look(1, "607"), Look(2, "507"), Look(7, "708"))));
        Assert.Null(History(Look(7, "708")));
        Assert.Null(History());

        static (string, int)? Told(GuestHistory? history) => history is null ? null : (history.Hour, history.Looks.Count);
    }

    [Fact]
    public void What_a_guest_did_elsewhere_counts_here_and_what_is_dated_later_than_now_does_not()
    {
        var (here, there) = (Transcript.Host("kvm5") with { Samplings = [Look(7, "707"), Look(-1, "707")] }, Transcript.Host("kvm2") with { Samplings = [Look(14, "707")] });
        var told = GuestHistory.Recall(new Dictionary<string, HypervisorReading> { ["kvm5"] = here, ["kvm2"] = there, ["kvm9"] = new NotAnswering("silent") }, s_now);

        var memory = Assert.IsType<Hypervisor>(told["kvm5"]).Guests.Single().Memory!;
        Assert.Equal((2, 7 * 86400L), (memory.History!.Looks.Count, memory.History.AgeSeconds));
        // How much was in use a week ago says nothing of now.
        Assert.Null(memory.TouchedKib);
        Assert.Equal(new NotAnswering("silent"), told["kvm9"]);
    }

    [Fact]
    public void The_last_look_of_any_hour_tells_how_much_is_in_use()
    {
        var told = GuestHistory.Recall(new Dictionary<string, HypervisorReading> { ["kvm5"] = Transcript.Host("kvm5") with { Samplings = [Look(7, "707"), Look(0, "706")] } }, s_now);

        Assert.Equal(145408, Assert.IsType<Hypervisor>(told["kvm5"]).Guests.Single().Memory!.TouchedKib);
    }

    [Fact]
    public void A_forecast_tells_the_hour_it_rests_on_how_often_and_how_long_ago()
    {
        var forecast = Make(History(Look(7, "707"), Look(14, "707", 30), Look(21, "707", 20)));

        Assert.Equal((ForecastSource.History, "Sun 07:00-08:00 UTC", 3, 7 * 86400L), (forecast.Source, forecast.SampleHour, forecast.SampleCount!.Value, forecast.SampleAgeSeconds!.Value));
        Assert.Contains("as 3 samples of Sun 07:00-08:00 UTC say, the last 7d ago", ForecastText.Of(forecast), StringComparison.Ordinal);
        Assert.Contains("as one sample of Sun 07:00-08:00 UTC says, the last", ForecastText.Of(Make(History(Look(7, "707")))), StringComparison.Ordinal);
        Assert.Equal(Make(History(Look(7, "707"))), Make(History(Look(7, "707"))));
    }

    [Fact]
    public void The_more_looks_agree_the_narrower_the_band_and_where_they_differ_it_is_wide()
    {
        var (one, four) = (Make(History(Look(7, "707"))), Make(History([.. Enumerable.Range(1, 4).Select(week => Look(7 * week, "707"))])));
        var differing = Make(History(Look(7, "707", 2), Look(14, "707"), Look(21, "707"), Look(28, "707", 50)));

        Assert.True(Width(four) < Width(one), $"{four} {one}");
        Assert.True(Width(four) < Width(differing), $"{four} {differing}");
        Assert.True(four.DurationMs.Holds(one.DurationMs.Likely));

        static long Width(Forecast forecast) => forecast.DurationMs.High - forecast.DurationMs.Low;
    }

    [Fact]
    public void What_was_measured_for_the_plan_counts_before_history_and_history_before_what_qemu_kept()
    {
        var kept = Transcript.Host("kvm5").Guests.Single().Memory!;
        var history = History(Look(7, "707"));

        Assert.Equal((ForecastSource.History, null), Source(kept));
        Assert.Equal((ForecastSource.History, "Sun 07:00-08:00 UTC"), Source(kept with { History = history }));
        Assert.Equal((ForecastSource.Measured, null), Source(kept with { History = history, IsMeasured = true }));
        Assert.Equal((ForecastSource.None, null), Source(kept with { Samples = [] }));

        static (ForecastSource, string?) Source(GuestMemory memory) => Forecaster.Make(memory, 262144, LinkEstimate.Unknown, CopyTerms.Of(MigrationPolicy.Gentle)) is var forecast ? (forecast.Source, forecast.SampleHour) : default;
    }

    private static GuestSampling Look(int daysAgo, string hour, long rate = 22) =>
        new(s_uuid, s_now.AddDays(-daysAgo).ToUnixTimeSeconds(), HourOfWeek.Parse(hour)!, [Window(1, rate), Window(1, rate), Window(4, rate / 2)], 145408);

    private static DirtySample Window(long seconds, long rate) => new(seconds, rate, null, "page-sampling");

    private static GuestHistory? History(params GuestSampling[] looks) =>
        Assert.IsType<Hypervisor>(GuestHistory.Recall(new Dictionary<string, HypervisorReading> { ["kvm5"] = Transcript.Host("kvm5") with { Samplings = [.. looks] } }, s_now)["kvm5"]).Guests.Single().Memory!.History;

    private static Forecast Make(GuestHistory? history) =>
        Forecaster.Make(new GuestMemory(262144, 248448, 145408, []) { History = history }, 262144, LinkEstimate.Of(1_250_000_000, "eth1").Limited(60 << 20), CopyTerms.Of(MigrationPolicy.Gentle));
}
