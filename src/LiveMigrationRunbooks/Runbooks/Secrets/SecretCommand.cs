using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Runs the program that prints a secret, never through a shell. Whoever may change the repository may change this command, so it runs only
/// where somebody trusted it outside of the repository: a program of the repository by its content, any other by the whole command line and
/// the content of the repository's files that it names.
/// </summary>
internal sealed class SecretCommand(CommandSecret command, TrustedExecutables trusted)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>What it printed; null where it was not run or failed, which is told without a word of what it said.</summary>
    public byte[]? Run(int mostBytes, Findings findings)
    {
        if (Program() is not { } program)
        {
            findings.Add(SecretSourceProblems.NoProgram(command));
            return null;
        }
        if (!IsTrusted(program, findings)) return null;
        var (bytes, why) = RunAsync(program, mostBytes).GetAwaiter().GetResult();
        if (bytes is null) findings.Add(SecretSourceProblems.CommandFailed(command, why));
        return bytes;
    }

    /// <summary>The digest by which a command line is trusted that begins with a program from outside of the repository.</summary>
    internal string Digest()
    {
        var text = new StringBuilder("secret command\n");
        var root = Root();
        foreach (var word in command.Argv)
        {
            text.Append(word).Append('\0');
            var named = Path.GetFullPath(word, command.Folder);
            if (File.Exists(named) && IsIn(named, root)) text.Append(TrustedExecutables.Digest(File.ReadAllBytes(named))).Append('\0');
        }
        return TrustedExecutables.Digest(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private bool IsTrusted(string program, Findings findings)
    {
        var real = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        if (IsIn(program, Root()) || IsIn(real, Root())) return trusted.Allow(program, command.Span, findings);
        var digest = Digest();
        if (trusted.Trusts(digest)) return true;
        findings.Add(SecretSourceProblems.NotTrusted(command, digest));
        return false;
    }

    // A name with a slash is found from the folder of the file that says it, any other in PATH; never in a folder that PATH names relatively.
    private string? Program()
    {
        var name = command.Argv[0];
        if (!name.Contains('/')) return InstalledProgram.Find(name);
        var named = Path.GetFullPath(name, command.Folder);
        return InstalledProgram.IsProgram(named) ? named : null;
    }

    // The working tree around the file that says it; without one, that file's folder.
    private string Root()
    {
        for (var folder = command.Folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git"))) return folder;
        }
        return command.Folder;
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private async Task<(byte[]? Bytes, string Why)> RunAsync(string program, int mostBytes)
    {
        var start = new ProcessStartInfo(program, command.Argv.Skip(1))
        {
            WorkingDirectory = command.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var deadline = new CancellationTokenSource(s_patience);
        try
        {
            using var process = Process.Start(start);
            if (process is null) return (null, "It did not start.");
            try
            {
                process.StandardInput.Close();
                var complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, deadline.Token);
                var bytes = new byte[mostBytes + 1];
                var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, deadline.Token);
                if (length > mostBytes) return (null, $"It printed more than {mostBytes} bytes.");
                await complaints;
                await process.WaitForExitAsync(deadline.Token);
                return process.ExitCode == 0 ? (bytes[..length], "") : (null, $"It ended with exit code {process.ExitCode}.");
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (OperationCanceledException)
        {
            return (null, $"It took longer than {s_patience.TotalSeconds} seconds.");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException)
        {
            return (null, $"It could not be run: {problem.Message}.");
        }
    }
}
