using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>Forecasts of what real hosts said, and what is said where they said little.</summary>
public sealed class ForecasterTests
{
    private static readonly LinkEstimate s_limited = LinkEstimate.Of(1_250_000_000, "eth1 of kvm5").Limited(60 << 20);

    [Fact]
    public void A_guest_that_was_measured()
    {
        var forecast = Make(Measured(), s_limited);

        // 142 MiB are in use; it writes some 25 MiB/s, to 51 MiB within six seconds.
        Assert.Equal((ForecastSource.Measured, Convergence.Yes, 142L << 20), (forecast.Source, forecast.Converges, forecast.MemoryBytes));
        Assert.InRange(forecast.DurationMs.Likely, 3200, 6000);
        Assert.InRange(forecast.Bytes.Likely, 190L << 20, 300L << 20);
        Assert.True(forecast.DurationMs.Low < forecast.DurationMs.Likely && forecast.DurationMs.Likely < forecast.DurationMs.High);
        Assert.StartsWith("forecast: ", ForecastText.Of(forecast), StringComparison.Ordinal);
        Assert.Matches("converges; writes 2[0-9]MiB/s, measured just now; link: 60MiB/s by the policy", ForecastText.Of(forecast));
    }

    [Fact]
    public void The_same_guest_over_a_link_that_is_slower_than_it_writes()
    {
        var forecast = Make(Measured(), s_limited.Limited(8 << 20));

        // Called off when it has come no closer to its end for 40 s.
        Assert.Equal(Convergence.No, forecast.Converges);
        Assert.InRange(forecast.DurationMs.Likely, 60_000, 150_000);
        Assert.Contains("DOES NOT CONVERGE and is called off", ForecastText.Of(forecast), StringComparison.Ordinal);
    }

    [Fact]
    public void What_qemu_kept_of_an_earlier_measurement_counts_less_the_older_it_is()
    {
        var memory = Measured() with { IsMeasured = false };

        var young = Make(memory, s_limited);
        var old = Make(memory with { Samples = [.. memory.Samples.Select(sample => sample with { AgeSeconds = 4 * 3600 })] }, s_limited);
        var ancient = Make(memory with { Samples = [.. memory.Samples.Select(sample => sample with { AgeSeconds = 2 * DirtyEstimate.OldestSeconds })] }, s_limited);

        Assert.Equal((ForecastSource.History, ForecastSource.History, ForecastSource.None), (young.Source, old.Source, ancient.Source));
        Assert.True(old.DurationMs.High > young.DurationMs.High);
        Assert.Contains("measured 4h ago, not for this plan", ForecastText.Of(old), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_guest_that_nobody_measured_the_least_is_told()
    {
        var forecast = Make(new GuestMemory(262144, 248448, null, []), s_limited);

        Assert.Equal((ForecastSource.None, Convergence.Unknown), (forecast.Source, forecast.Converges));
        Assert.Equal((forecast.DurationMs.Likely, 1_800_000L), (forecast.DurationMs.Likely, forecast.DurationMs.High));
        Assert.Equal("forecast: at least 243MiB in 4.4s; how fast it writes to its memory is not known (plan --measure asks); link: 60MiB/s by the policy", ForecastText.Of(forecast));
        Assert.Null(forecast.SampleAgeSeconds);
    }

    [Fact]
    public void A_host_that_tells_nothing_gives_a_guest_its_whole_memory()
    {
        var forecast = Make(null, LinkEstimate.Unknown);

        Assert.Equal(256L << 20, forecast.MemoryBytes);
        Assert.Contains("1Gbit/s, assumed", forecast.Link, StringComparison.Ordinal);
    }

    [Fact]
    public void The_slowest_link_on_the_way_counts_and_a_limit_above_it_does_not()
    {
        var link = LinkEstimate.Narrowest([LinkEstimate.Of(1_250_000_000, "eth1 of kvm1"), LinkEstimate.Of(125_000_000, "migration_speed of kvm2")]);

        Assert.Equal("1Gbit/s, migration_speed of kvm2", link.From);
        Assert.Equal(link, link.Limited(1 << 30));
        Assert.Equal(LinkEstimate.Unknown, LinkEstimate.Narrowest([]));
    }

    [Fact]
    public void A_forecast_is_held_against_what_came()
    {
        var forecast = Make(Measured(), s_limited);

        var came = ForecastOutcome.Of(forecast, ended: true, forecast.DurationMs.Likely * 5 / 4, forecast.Bytes.Likely);
        Assert.Equal((-0.2, 0.0, true, true), (Math.Round(came.DurationError!.Value, 3), came.BytesError!.Value, came.Within!.Value, came.ConvergenceRight!.Value));
        Assert.Equal(new ForecastOutcome(null, null, null, false), ForecastOutcome.Of(forecast, ended: false, null, null));
        Assert.Null(ForecastOutcome.Of(Make(null, s_limited), ended: true, 5000, null).ConvergenceRight);
    }

    [Fact]
    public void A_guest_that_may_leave_after_one_pass_is_foretold_with_what_follows_it()
    {
        var policy = MigrationPolicy.Gentle with { PostCopy = PostCopyUse.AfterFirstPass };
        var hybrid = Forecaster.Make(Measured(), 262144, s_limited.Limited(8 << 20), CopyTerms.Of(policy, postCopy: true));

        // What it writes to within the first pass (some 50 MiB, at 8 MiB/s in the clear limit) follows at the speed of the link.
        Assert.Equal(Convergence.Yes, hybrid.Converges);
        Assert.InRange(hybrid.LeavesMs!.Likely, 12_000, 22_000);
        Assert.InRange(hybrid.FollowsMs!.Likely, 20, 200);
        Assert.InRange(hybrid.PauseMs.Likely, 40, 60);
        Assert.InRange(hybrid.DurationMs.Likely - hybrid.LeavesMs.Likely - hybrid.FollowsMs.Likely, -2, 2);
        Assert.Matches("pause [0-9]+ms.*, ends by post-copy: goes on at its target after [0-9]+s .*, and its memory follows within [0-9]+ms", ForecastText.Of(hybrid));
        var slow = Forecaster.Make(Measured(), 262144, s_limited.Limited(8 << 20), CopyTerms.Of(policy with { PostCopyMibPerSecond = 10 }, postCopy: true));
        Assert.InRange(slow.FollowsMs!.Likely, 3000, 12_000);
    }

    [Fact]
    public void A_guest_that_may_leave_when_it_stalls_does_so_instead_of_being_called_off()
    {
        var policy = MigrationPolicy.Gentle with { PostCopy = PostCopyUse.WhenStalled };
        var forecast = Forecaster.Make(Measured(), 262144, s_limited.Limited(8 << 20), CopyTerms.Of(policy, postCopy: true));

        Assert.Equal(Convergence.Yes, forecast.Converges);
        Assert.InRange(forecast.LeavesMs!.Likely, 50_000, 120_000);
        Assert.Equal(Convergence.No, Forecaster.Make(Measured(), 262144, s_limited.Limited(8 << 20), CopyTerms.Of(policy)).Converges);
        Assert.Null(Make(Measured(), s_limited).LeavesMs);
    }

    [Fact]
    public void Disks_that_go_along_are_sent_before_the_memory()
    {
        var (alone, along) = (Make(Measured(), s_limited), Forecaster.Make(Measured(), 262144, s_limited, CopyTerms.Of(MigrationPolicy.Gentle), 600L << 20));

        Assert.Equal(600L << 20, along.Bytes.Likely - alone.Bytes.Likely);
        Assert.InRange(along.DurationMs.Likely - alone.DurationMs.Likely, 10_150, 10_250);
    }

    private static GuestMemory Measured() => GuestMemoryReader.ReadMeasured(Transcript.Of("memory-measured"), Transcript.Host("kvm5").Guests).Values.Single();

    private static Forecast Make(GuestMemory? memory, LinkEstimate link) => Forecaster.Make(memory, 262144, link, CopyTerms.Of(MigrationPolicy.Gentle));
}
