using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>Guests that ran on their target before all of their memory was there.</summary>
public sealed partial class OutcomesTests
{
    [Theory]
    [InlineData("post-copy", typeof(Outcome.InFlight))]
    [InlineData("post-copy-cut", typeof(Outcome.PostCopyBroken))]
    [InlineData("post-copy-broken", typeof(Outcome.PostCopyBroken))]
    public void What_real_hosts_said_of_a_post_copy(string name, Type outcome) =>
        Assert.IsType(outcome, Outcomes.Judge(Transcript.Side(name + "-source", Transcript.Leaving), Transcript.Side(name + "-target", Transcript.Leaving)));

    [Theory]
    [InlineData("post-copy-target-killed", true)]
    [InlineData("post-copy-source-killed", false)]
    public void What_real_hosts_said_of_a_post_copy_of_which_one_half_ended(string name, bool onTarget)
    {
        var outcome = Outcomes.Judge(Transcript.Side(name + "-source", Transcript.Lost), Transcript.Side(name + "-target", Transcript.Lost));
        Assert.Equal(new Outcome.MemoryLost(onTarget, "shut off (crashed)"), outcome);
        Assert.Empty(Outcomes.SafeDeeds(outcome));
    }

    [Fact]
    public void A_broken_post_copy_says_how_it_goes_on_and_is_never_ended()
    {
        var broken = Outcomes.Judge(Say("paused (post-copy failed)"), Say("running (post-copy)"));

        Assert.Contains("stop neither; when it is back, repeat the move on kvm1 with --postcopy --postcopy-resume", broken.Told("kvm1", "kvm2"), StringComparison.Ordinal);
        Assert.Empty(Outcomes.SafeDeeds(broken));
    }

    [Fact]
    public void A_guest_that_lost_half_of_its_memory_says_what_is_left_and_what_a_human_may_do() =>
        Assert.Equal(
            "HAS LOST ITS MEMORY: a part of it was on kvm1, the other on kvm2, and its QEMU ended on kvm2 (\"shut off (crashed)\"); what is left on kvm1 cannot go on. "
            + "See why it ended; then end that with virsh destroy, keep its definition on one side only, and start it there from its disks",
            Outcomes.Judge(Say("+paused (post-copy failed)"), Say("shut off (crashed)")).Told("kvm1", "kvm2"));
}
