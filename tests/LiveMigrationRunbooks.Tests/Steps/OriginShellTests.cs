using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What the text that asks since when tells of files, under each shell.</summary>
public sealed class OriginShellTests
{
    private static readonly string s_text = "LMR_ROOT=$1; shift\n" + EmbeddedScript.Read("Hosts/Jobs/state.sh") + EmbeddedScript.Read("Hosts/Origins/origin.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_file_is_told_with_its_change_and_the_run_that_left_it_so(string shell)
    {
        using var folder = new TemporaryFolder();
        var (file, gone) = (folder["a b"], folder["gone"]);
        File.WriteAllText(file, "x\n");
        foreach (var (run, batch, content) in new[] { ("r1", "1", "x\n"), ("r2", "1", "y\n") }) Keep(run, batch, content);
        // Far in the future, so that nothing of this machine's own records is looked for.
        var (exit, told, error) = ShellRun.Run(shell, s_text, "", folder["state"], "99999999999", "", file, gone);

        Assert.Equal((0, ""), (exit, error));
        var lines = told.Split('\n').Select(line => line.Split('\t')).ToList();
        Assert.Contains(lines, line => line is ["start", var start] && long.Parse(start) > 1_000_000_000);
        Assert.Contains(lines, line => line is ["run", var path, "r1"] && path == file);
        Assert.Contains(lines, line => line is ["file", "there", var changed, { Length: > 0 }, var path] && path == file && long.Parse(changed) > 1_000_000_000);
        Assert.Contains(lines, line => line is ["file", "absent", var changed, "", var path] && path == gone && long.Parse(changed) > 1_000_000_000);

        void Keep(string run, string batch, string content)
        {
            var job = Path.Combine(folder["state"], "runs", run, batch);
            foreach (var part in new[] { "before", "after" }) Directory.CreateDirectory(Path.Combine(job, part));
            File.WriteAllText(Path.Combine(job, "before", "0.0.path"), file);
            File.WriteAllText(folder["now"], content);
            File.WriteAllText(Path.Combine(job, "after", "0.0.state"), ShellRun.Run(shell, EmbeddedScript.Read("Hosts/Jobs/state.sh") + "lmr_state \"$1\"", "", folder["now"]).Out);
        }
    }
}
