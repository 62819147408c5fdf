using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>What is done about a broken post-copy, from what two real hosts said of one.</summary>
public sealed class PostCopyMendTests
{
    private static readonly MigrationLink s_there = new("198.51.100.12:49152", "198.51.100.11:36104");

    [Fact]
    public void A_target_that_has_not_noticed_is_told_before_anything_else() =>
        Assert.Equal(new PostCopyMend.HangUp(OnSource: false, s_there), Next("post-copy-cut", [], [s_there], "no route"));

    [Fact]
    public void What_QEMU_still_does_by_itself_is_left_to_it() =>
        Assert.IsType<PostCopyMend.Wait>(Next("post-copy-cut", [s_there.Mirrored], [s_there], null));

    [Fact]
    public void It_is_taken_up_again_when_the_path_is_back_and_not_before()
    {
        Assert.Equal(new PostCopyMend.Wait("no route"), Next("post-copy-broken", [], [], "no route"));
        Assert.IsType<PostCopyMend.TakeUpAgain>(Next("post-copy-broken", [], [], null));
    }

    [Fact]
    public void Connections_that_could_not_be_read_are_not_none()
    {
        Assert.IsType<PostCopyMend.Wait>(Next("post-copy-broken", null, [], null));
        Assert.IsType<PostCopyMend.Wait>(Next("post-copy-broken", [], null, null));
    }

    private static PostCopyMend Next(string name, ValueList<MigrationLink>? here, ValueList<MigrationLink>? there, string? path) =>
        PostCopyMend.Next(Side(name + "-source"), Side(name + "-target"), here, there, path);

    private static SideReading.Present Side(string name) => Assert.IsType<SideReading.Present>(Transcript.Side(name, Transcript.Leaving));
}
