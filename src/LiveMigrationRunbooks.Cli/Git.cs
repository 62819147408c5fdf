using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Cli;

/// <summary>
/// Asks git about the repository that a runbook lies in. No hook and no monitor of it is run, nothing is written into it, and nobody is asked
/// for a password. Without git there are no answers.
/// </summary>
internal static class Git
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The commit that is checked out there; null outside of a repository, or where it has none yet.</summary>
    /// <param name="files">Whole paths of the files that count for the dirty mark; those outside of the repository do not.</param>
    public static PlanCommit? Commit(string folder, IEnumerable<string> files)
    {
        if (Ask(folder, ["rev-parse", "--show-toplevel", "HEAD"])?.TrimEnd('\n').Split('\n') is not [var root, var commit]) return null;
        string[] within = [.. files.Select(file => Path.GetRelativePath(root, file)).Where(file => !file.StartsWith("..", StringComparison.Ordinal))];
        var changed = within.Length == 0 ? "" : Ask(root, ["status", "--porcelain", "--untracked-files=all", "--ignored=matching", "--ignore-submodules=all", "--", .. within.Select(file => ":(literal)" + file)]);
        return new PlanCommit(commit, changed is not "");
    }

    /// <summary>What git prints; null where it fails, or is not there.</summary>
    public static string? Ask(string folder, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "--no-optional-locks", "-C", folder, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var git = Process.Start(start);
            if (git is null) return null;
            git.StandardInput.Close();
            var said = git.StandardError.ReadToEndAsync();
            var text = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(s_patience)) git.Kill(entireProcessTree: true);
            _ = said.GetAwaiter().GetResult();
            var told = text.GetAwaiter().GetResult();
            return git.HasExited && git.ExitCode == 0 ? told : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
