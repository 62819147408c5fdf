using LiveMigrationRunbooks.Revisions;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Revisions;

/// <summary>Revisions of a repository without a checkout, and what is committed of what was read.</summary>
public sealed class RevisionTests : IDisposable
{
    private readonly GitFolder _git = new();

    public void Dispose() => _git.Dispose();

    [Fact]
    public async Task Its_files_are_there_as_they_were_committed()
    {
        File.CreateSymbolicLink(_git.At("inside"), "a/b.yml");
        File.CreateSymbolicLink(_git.At("outside"), "../../etc/passwd");
        File.CreateSymbolicLink(_git.At("whole"), "/etc/passwd");
        var commit = _git.Write("a/b.yml", "then\r\n").Write("inv", "#!/bin/sh\n", program: true).Commit();
        _git.Write("a/b.yml", "now\n").Write("c.yml", "new\n").Commit();

        string folder;
        var (revision, why) = await Revision.ReadAsync(_git.Root, "HEAD~1", default);
        using (revision)
        {
            Assert.Equal(("", commit), (why, revision?.Commit));
            folder = revision!.Folder;
            Assert.Equal("then\r\n", File.ReadAllText(Path.Combine(folder, "a/b.yml")));
            Assert.Equal("then\r\n", File.ReadAllText(Path.Combine(folder, "inside")));
            Assert.True((File.GetUnixFileMode(Path.Combine(folder, "inv")) & UnixFileMode.UserExecute) != 0);
            Assert.All((string[])["c.yml", "outside", "whole"], name => Assert.Null(new FileInfo(Path.Combine(folder, name)).LinkTarget ?? (File.Exists(Path.Combine(folder, name)) ? name : null)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("--upload-pack=touch mark")]
    [InlineData("")]
    public async Task What_is_no_revision_is_told(string reference)
    {
        _git.Write("a", "a\n").Commit();

        var (revision, why) = await Revision.ReadAsync(_git.Root, reference, default);

        Assert.Null(revision);
        Assert.NotEqual("", why);
    }

    [Fact]
    public async Task Outside_of_a_repository_there_is_none()
    {
        var inside = Directory.CreateDirectory(_git.At("sub")).FullName;

        Assert.Null((await Revision.ReadAsync(inside, "HEAD", default)).Revision);
        Assert.Null(await CheckedOut.OfAsync(inside, [], default));
        // Nothing is committed yet.
        Assert.Null(await CheckedOut.OfAsync(_git.Root, [], default));
    }

    [Fact]
    public async Task Only_files_that_were_read_make_it_dirty()
    {
        File.CreateSymbolicLink(_git.At("link"), "a");
        var commit = _git.Write("a", "a\n").Write("b", "b\n").Commit();
        _git.Write("b", "changed\n").Write("new", "new\n");
        File.CreateSymbolicLink(_git.At("out"), "/etc/hostname");
        Task<CheckedOut?> Of(params string[] names) => CheckedOut.OfAsync(_git.Root, names.Select(name => Path.GetFullPath(name, _git.Root)), default);

        Assert.Equal(new CheckedOut(commit, false), await Of("a", "link", "/etc/hostname"));
        Assert.Equal(new CheckedOut(commit, true), await Of("a", "b"));
        Assert.Equal(new CheckedOut(commit, true), await Of("new"));
        Assert.Equal(new CheckedOut(commit, true), await Of("missing"));
        // What the link leads to is in no commit.
        Assert.Equal(new CheckedOut(commit, true), await Of("out"));
    }
}
