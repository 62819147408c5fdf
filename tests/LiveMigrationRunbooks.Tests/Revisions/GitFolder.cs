using System.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Revisions;

/// <summary>A git repository that a test writes; gone when the test is. Nobody's own settings of git are looked at.</summary>
internal sealed class GitFolder : IDisposable
{
    public GitFolder() => Git("init", "-q", "-b", "main");

    public string Root { get; } = Directory.CreateTempSubdirectory("lmr-git-").FullName;

    public string At(string name) => Path.Combine(Root, name);

    public GitFolder Write(string name, string text, bool program = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name)) ?? Root);
        File.WriteAllText(At(name), text);
        if (program) File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>Commits everything; the commit's id.</summary>
    public string Commit(string about = "as it is")
    {
        Git("add", "-A");
        Git("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "--no-verify", "-m", about);
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] words)
    {
        var start = new ProcessStartInfo("git", ["-C", Root, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git does not start.");
        var said = git.StandardError.ReadToEndAsync();
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, said.Result);
        return text;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
