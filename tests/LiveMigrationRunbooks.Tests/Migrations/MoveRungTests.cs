using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

public sealed class MoveRungTests
{
    private static readonly MigrationPolicy s_mustLeave = MigrationPolicy.Shipped.Single(policy => policy.Name == "must-leave");

    [Fact]
    public void Must_leave_takes_post_copy_before_pauses_that_people_notice()
    {
        Assert.Equal(["a pause of 450 ms", "a pause of 675 ms", "post-copy", "a pause of 1012 ms", "a pause of 1518 ms", "a pause of 2277 ms", "a pause of 3415 ms", "a pause of 5000 ms"], Ladder(s_mustLeave, postCopy: true));
        Assert.DoesNotContain("post-copy", Ladder(s_mustLeave, postCopy: false));
        Assert.Equal("standing still for up to 30 s", Ladder(s_mustLeave with { AllowSuspend = true, Suspend = TimeSpan.FromSeconds(30) }, postCopy: true)[^1]);
    }

    [Fact]
    public void No_shipped_policy_suspends_a_guest_or_uses_post_copy_without_consent()
    {
        Assert.All(MigrationPolicy.Shipped, policy => Assert.False(policy.AllowSuspend));
        Assert.All(MigrationPolicy.Shipped, policy => Assert.Null(policy.LossAcceptedBy));
    }

    [Fact]
    public void A_deadline_is_the_earliest_of_policy_window_and_forecast()
    {
        var policy = MigrationPolicy.Balanced;
        Assert.Equal((TimeSpan.FromMinutes(5), "3 times the 60 s that it should take at most, and 2 min more"), Of(null, 0, null));
        Assert.Equal(TimeSpan.FromMinutes(3 * 5 + 2), Of(TimeSpan.FromMinutes(5), 0, null).Within);
        Assert.Equal((policy.Deadline, "its deadline of 30 min"), Of(TimeSpan.FromMinutes(20), 0, null));
        Assert.Equal((TimeSpan.FromMinutes(4), "the end of the window"), Of(null, 0, TimeSpan.FromMinutes(4)));
        // 16 GiB: 20 s for each; and what cannot be faster than it is allowed.
        Assert.Equal(TimeSpan.FromSeconds((3 * 320) + 120), Of(null, 16L << 30, null).Within);
        Assert.Equal(TimeSpan.FromSeconds((3 * 512) + 120), Of(null, 1L << 30, null, policy with { BandwidthMibPerSecond = 2 }).Within);

        (TimeSpan Within, string Why) Of(TimeSpan? forecast, long bytes, TimeSpan? window, MigrationPolicy? other = null) =>
            MoveDeadline.Of(other ?? policy, forecast, bytes, window) is var deadline ? (deadline.Within, deadline.Why) : default;
    }

    private static string[] Ladder(MigrationPolicy policy, bool postCopy) => [.. MoveRung.LadderOf(policy, postCopy).Select(rung => rung.Name)];
}
