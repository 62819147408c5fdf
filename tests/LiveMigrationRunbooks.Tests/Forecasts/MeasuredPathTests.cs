using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>What a path is thought to be after moves over it: the eight of the study's table 3, in MB and seconds.</summary>
public sealed class MeasuredPathTests
{
    private static readonly (double Sent, double Seconds)[] s_moves = [(1202, 16.4), (1722, 21.3), (2202, 25.9), (2649, 30.0), (3108, 34.7), (3696, 39.7), (4208, 44.0), (4713, 48.7)];
    private static readonly PathManner s_manner = PathManner.Of(MigrationPolicy.Gentle);

    [Fact]
    public void Speed_set_up_and_switch_are_those_of_the_moves()
    {
        var path = MeasuredPath.Of(Moves(s_moves))!;

        Assert.InRange(path.Path.BytesPerSecond, 105e6, 113e6);
        Assert.InRange(path.Path.SetupSeconds, 4.5, 6.5);
        Assert.Equal((0.2, 0.05, 8, "20261122-080007-abcd"), (path.Path.SwitchSeconds, path.Error, path.Moves, path.LastRun));
        var link = path.Link(1e9, "from kvm1 to kvm2");
        Assert.Matches("^8[0-9]{2}Mbit/s|[0-9.]+MiB/s, as 8 moves from kvm1 to kvm2 had it, the last in run 20261122-080007-abcd$", link.From);
        Assert.Equal((1e9, 0.2), (link.Full, link.SwitchSeconds!.Value));
        Assert.True(link.Slow < link.Likely && link.Likely < link.Fast);
    }

    [Fact]
    public void Moves_that_do_not_agree_make_the_band_wide()
    {
        var (agreeing, scattered) = (MeasuredPath.Of(Moves(s_moves))!, MeasuredPath.Of(Moves([.. s_moves.Index().Select(move => (move.Item.Sent, move.Item.Seconds * (move.Index % 2 == 0 ? 0.8 : 1.25)))]))!);

        Assert.True(scattered.Error > 0.15);
        Assert.True(scattered.Link(0, "").Slow < agreeing.Link(0, "").Slow && scattered.Link(0, "").Fast > agreeing.Link(0, "").Fast);
    }

    [Fact]
    public void Of_few_moves_of_moves_alike_and_of_none_nothing_is_made()
    {
        Assert.Null(MeasuredPath.Of([]));
        Assert.Null(MeasuredPath.Of(Moves(s_moves[..2])));
        Assert.Null(MeasuredPath.Of(Moves([(100, 10), (101, 12), (102, 9)])));
        Assert.Null(MeasuredPath.Of(Moves([(100, 100), (200, 101), (300, 102)])));
    }

    [Fact]
    public void The_next_forecast_is_nearer_to_what_came_than_one_that_knows_the_link_alone()
    {
        var known = new GuestMemory(8 << 20, null, 4 << 20, [new DirtySample(1, 0, 1, "page-sampling")], IsMeasured: true);
        var terms = CopyTerms.Of(MigrationPolicy.Gentle);
        var (said, learnt) = (Make(LinkEstimate.Of(125_000_000, "eth1")), Make(MeasuredPath.Of(Moves(s_moves))!.Link(125e6, "")));
        // As the study's own link would have carried that.
        var came = 1000 * (5.5 + (Forecast.SentShare * (4L << 30) / 108.4e6));

        Assert.True(Math.Abs(learnt.DurationMs.Likely - came) < Math.Abs(said.DurationMs.Likely - came), $"{learnt.DurationMs} {said.DurationMs} {came}");
        Assert.InRange(learnt.DurationMs.Likely / came, 0.95, 1.05);
        Assert.True(learnt.DurationMs.High - learnt.DurationMs.Low < said.DurationMs.High - said.DurationMs.Low);
        Assert.InRange(learnt.PauseMs.Likely, 200, 310);

        Forecast Make(LinkEstimate link) => Forecaster.Make(known, 8 << 20, link, terms);
    }

    [Fact]
    public void A_share_of_it_keeps_what_is_known_of_its_ends()
    {
        var link = MeasuredPath.Of(Moves(s_moves))!.Link(0, "");

        Assert.Equal((link.SetupSeconds, link.SwitchSeconds, link.Likely / 2), (link.Shared(2).SetupSeconds, link.Shared(2).SwitchSeconds, link.Shared(2).Likely));
    }

    private static IEnumerable<PastMove> Moves(IEnumerable<(double Sent, double Seconds)> moves) =>
        moves.Index().Select(move => new PastMove($"20261122-08000{move.Index}-abcd", "kvm2", s_manner, (long)(move.Item.Sent * 1e6), (long)(move.Item.Seconds * 1000), 200 + move.Index));
}
