using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>
/// The sixteen points of "Performance analysis of post-copy live migration in OpenStack": hybrid moves (one pass, then post-copy) of a guest of 16 GB
/// over 1 Gb/s, in which <c>stress</c> keeps writing to so many MB. Its tables 3 and 4, each row in MB and seconds.
/// </summary>
public sealed class PostCopyStudyTests
{
    // Of the study as a whole: what an idle guest has in use beside, the part of the stressed memory that is written to again during the first
    // pass (stress frees and allocates it in turn), the speed of the link in MB/s, and what the orchestrator needs around the move.
    private const double Idle = 772;
    private const double Rewritten = 0.91;
    private static readonly CopyPath s_path = new(108.4, 5.5, 0);

    private static readonly (double Stressed, double Seconds, double Sent)[] s_table3 =
        [(256, 16.4, 1202), (512, 21.3, 1722), (768, 25.9, 2202), (1024, 30.0, 2649), (1280, 34.7, 3108), (1536, 39.7, 3696), (1792, 44.0, 4208), (2048, 48.7, 4713)];

    private static readonly (double Stressed, double Seconds, double Sent)[] s_table4 =
        [(1024, 30.7, 2725), (2048, 49.5, 4773), (3072, 69.0, 6728), (4096, 86.1, 8760), (5120, 101.4, 10500), (6144, 120.1, 12550), (7168, 138.0, 14600), (8192, 157.2, 16125)];

    public static TheoryData<string, double, double, double> Points
    {
        get
        {
            var points = new TheoryData<string, double, double, double>();
            foreach (var (stressed, seconds, sent) in s_table3) points.Add($"table 3, {stressed} MB", stressed, seconds, sent);
            foreach (var (stressed, seconds, sent) in s_table4) points.Add($"table 4, {stressed} MB", stressed, seconds, sent);
            return points;
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Bytes_and_time_are_within_five_hundredths(string row, double stressed, double seconds, double sent)
    {
        var course = CopyModel.Run(new CopyLoad(stressed + Idle, DirtyCurve.Of(10_000, Rewritten * stressed)), s_path, CopyTerms.Plain(CopyMode.Hybrid, 0.3));

        Assert.True(course.Ends, row);
        Assert.InRange(course.Bytes / sent, 0.95, 1.05);
        Assert.InRange(course.Seconds / seconds, 0.95, 1.05);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Under_a_policy_it_leaves_after_one_pass_and_what_was_written_to_meanwhile_follows(string row, double stressed, double seconds, double sent)
    {
        const double mb = 1e6;
        var policy = MigrationPolicy.Balanced with { PostCopy = PostCopyUse.AfterFirstPass, AutoConverge = false };
        var course = CopyModel.Run(
            new CopyLoad((stressed + Idle) * mb, DirtyCurve.Of(10_000 * mb, Rewritten * stressed * mb)),
            new CopyPath(s_path.BytesPerSecond * mb, s_path.SetupSeconds - 0.2, 0.2), CopyTerms.Of(policy, postCopy: true));

        Assert.True(course.Ends, row);
        Assert.InRange(course.Bytes / mb / sent, 0.95, 1.05);
        Assert.InRange(course.Seconds / seconds, 0.95, 1.05);
        // "There was a small downtime (< 0.3 s) switching from pre-copy to post-copy", whatever was stressed.
        Assert.Equal(0.2, course.PauseSeconds);
        Assert.InRange(course.DegradedSeconds, 0.9 * Rewritten * stressed / s_path.BytesPerSecond, 1.1 * Rewritten * stressed / s_path.BytesPerSecond);
        Assert.Equal(course.Seconds, course.LeavesSeconds + course.DegradedSeconds, 1e-9);
    }

    [Fact]
    public void A_guest_that_writes_little_ends_without_post_copy()
    {
        var course = CopyModel.Run(new CopyLoad(385e6, DirtyCurve.Of(1e6)), new CopyPath(108.4e6, 5.5, 0.05), CopyTerms.Of(MigrationPolicy.Balanced with { PostCopy = PostCopyUse.AfterFirstPass }, postCopy: true));

        Assert.Equal((true, 0.0), (course.Ends, course.DegradedSeconds));
    }

    [Fact]
    public void A_path_that_is_fitted_to_table_3_foretells_the_times_of_table_4()
    {
        var path = CopyPath.Fit(s_table3.Select(row => (row.Sent, row.Seconds)), 0)!;

        Assert.InRange(path.BytesPerSecond, 105, 113);
        Assert.All(s_table4, row => Assert.InRange((path.SetupSeconds + (row.Sent / path.BytesPerSecond)) / row.Seconds, 0.95, 1.05));
    }

    [Fact]
    public void Pre_copy_would_not_have_ended_for_any_of_them() => Assert.All(
        s_table3, row => Assert.False(CopyModel.Run(new CopyLoad(row.Stressed + Idle, DirtyCurve.Of(10_000, Rewritten * row.Stressed)), s_path, CopyTerms.Plain(CopyMode.PreCopy, 0.3)).Ends));

    [Fact]
    public void Of_two_moves_or_of_moves_alike_no_path_is_made()
    {
        Assert.Null(CopyPath.Fit([(100, 10), (200, 20)], 0));
        Assert.Null(CopyPath.Fit([(100, 10), (101, 12), (102, 9)], 0));
        Assert.Null(CopyPath.Fit([(100, 30), (200, 20), (300, 10)], 0));
    }
}
