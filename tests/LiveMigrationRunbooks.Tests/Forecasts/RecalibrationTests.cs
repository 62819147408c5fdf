using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>What is left of a move, on what libvirt said of real ones and on what it might say.</summary>
public sealed class RecalibrationTests
{
    private static readonly CopyTerms s_terms = CopyTerms.Of(MigrationPolicy.Gentle) with { Pauses = [0.3] };

    [Fact]
    public void Nothing_is_said_before_qemu_told_enough()
    {
        Assert.Null(Of(DirtyCurve.Still).See(JobStatistics.Empty));
        Assert.Null(Of(null).See(Statistics(pass: 1, remaining: 100, dirty: 0)));
    }

    [Fact]
    public void In_the_first_pass_the_forecast_of_its_writing_counts() =>
        // 100 MiB at 50 MiB/s; 5 MiB are written to, and written over.
        Assert.Equal(2.2, Of(DirtyCurve.Of(100 << 20, 5 << 20)).See(Statistics(pass: 1, remaining: 100, dirty: 0))!.Seconds, 0.15);

    [Fact]
    public void What_the_guest_never_wrote_to_takes_no_time()
    {
        // It has 1 GiB, of which it was thought to use 300 MiB, and 100 are sent.
        var move = new Recalibration(DirtyCurve.Still, 300 << 20, s_terms);

        Assert.Equal(4, move.See(Statistics(pass: 1, remaining: 900, dirty: 0, processed: 100))!.Seconds, 0.1);
        Assert.InRange(move.See(Statistics(pass: 1, remaining: 700, dirty: 0, processed: 320))!.Seconds, 0, 0.1);
    }

    [Fact]
    public void A_pass_that_is_half_done_has_been_written_to_since_its_beginning()
    {
        var move = Of(DirtyCurve.Of(10 << 20));
        move.See(Statistics(pass: 1, remaining: 200, dirty: 0, seconds: 1));
        var late = move.See(Statistics(pass: 1, remaining: 50, dirty: 0, seconds: 4))!;

        // Another second, and then the 40 MiB of all four.
        Assert.InRange(late.Seconds, 1.7, 2.1);
    }

    [Fact]
    public void From_the_second_pass_on_what_was_counted_is_worth_more_than_the_forecast()
    {
        var move = Of(DirtyCurve.Still);
        move.See(Statistics(pass: 1, remaining: 200, dirty: 0, seconds: 1));

        Assert.False(move.See(Statistics(pass: 2, remaining: 150, dirty: 70, seconds: 5))!.Ends);
    }

    [Fact]
    public void A_moment_of_a_slow_link_is_not_believed_at_once()
    {
        var (calm, jumpy) = (Of(DirtyCurve.Still), Of(DirtyCurve.Still));
        calm.See(Statistics(pass: 1, remaining: 100, dirty: 0));
        jumpy.See(Statistics(pass: 1, remaining: 100, dirty: 0));

        Assert.Equal(2, calm.See(Statistics(pass: 1, remaining: 100, dirty: 0))!.Seconds, 0.1);
        // 50, and then 10 MiB/s: 34.
        Assert.Equal(100 / 34.0, jumpy.See(Statistics(pass: 1, remaining: 100, dirty: 0, speed: 10))!.Seconds, 0.1);
    }

    [Fact]
    public void A_recorded_move_that_converged_was_to_end_when_it_did_from_its_second_pass_on()
    {
        // It was over between the last look and the one two seconds later; 12 MiB/s get through, and its guest writes some 5.5.
        var looks = Recorded("converges").ToList();
        var ends = looks[^1].ElapsedMs / 1000.0 + 1.5;
        var move = Of(null);

        Assert.All(looks.Select(look => (Look: look, Left: move.See(look))).Where(each => each.Look.Iterations > 1).ToList(), each =>
        {
            Assert.True(each.Left!.Ends);
            Assert.Equal(ends!.Value, (each.Look.ElapsedMs!.Value / 1000.0) + each.Left.Seconds, 3.5);
        });
    }

    [Fact]
    public void A_recorded_move_that_did_not_converge_was_not_to_end_from_its_third_pass_on()
    {
        var move = Of(null);
        var told = Recorded("never-converges").Select(look => (look.Iterations, Left: move.See(look))).Where(each => each.Iterations > 2).ToList();

        Assert.True(told.Count > 10, $"{told.Count}");
        Assert.All(told, each => Assert.False(each.Left!.Ends));
    }

    private static IEnumerable<JobStatistics> Recorded(string name) => Transcript.Of("moves-" + name).Text.Split("@ ", StringSplitOptions.RemoveEmptyEntries)
        .Select(sample => JobStatistics.Parse(sample.Split('\n', 2)[1])).Where(now => now.Operation == 5);

    private static Recalibration Of(DirtyCurve? before) => new(before, double.PositiveInfinity, s_terms);

    private static JobStatistics Statistics(int pass, long remaining, long dirty, double seconds = 1, int speed = 50, int pause = 2000, long processed = 0) => JobStatistics.Parse(
        $"Job type: 2\nmemory_total: {1L << 30}\nmemory_processed: {processed << 20}\nmemory_remaining: {remaining << 20}\nmemory_bps: {speed << 20}\nmemory_dirty_rate: {dirty * 256}\ndowntime: {pause}\nmemory_iteration: {pass}\nmemory_page_size: 4096\ntime_elapsed: {(int)(seconds * 1000)}\n");
}
