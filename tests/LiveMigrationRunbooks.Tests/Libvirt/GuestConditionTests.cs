using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class GuestConditionTests
{
    [Theory]
    [InlineData("running (booted)", GuestState.Running, StateReason.Booted)]
    [InlineData("running (migration canceled)", GuestState.Running, StateReason.MigrationCanceled)]
    [InlineData("paused (migrating)\n\n", GuestState.Paused, StateReason.Migrating)]
    [InlineData("paused (post-copy failed)", GuestState.Paused, StateReason.PostCopyFailed)]
    [InlineData("shut off (migrated)", GuestState.ShutOff, StateReason.Migrated)]
    [InlineData("shut off", GuestState.ShutOff, StateReason.Other)]
    [InlineData("idle (unknown)", GuestState.Idle, StateReason.Unknown)]
    public void The_words_of_virsh(string text, GuestState state, StateReason reason)
    {
        var condition = GuestCondition.Parse(text);

        Assert.Equal((state, reason), (condition.State, condition.Reason));
        Assert.Equal(text.Trim(), condition.Text);
    }

    [Fact]
    public void A_word_nobody_knows_counts_as_active_and_is_kept()
    {
        var condition = GuestCondition.Parse("levitating (magic)");

        Assert.True(condition.IsActive);
        Assert.False(condition.IsRunning);
        Assert.Equal("levitating (magic)", condition.Text);
    }
}
