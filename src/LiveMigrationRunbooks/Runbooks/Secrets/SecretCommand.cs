using System.ComponentModel;
using System.Diagnostics;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Runs the program that prints a secret, where somebody trusted it.
/// </summary>
internal sealed class SecretCommand(CommandSecret command, TrustedExecutables trusted)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly NamedCommand _named = new(command.Argv, command.Folder, "secret");

    /// <summary>What it printed; null where it was not run or failed, which is told without a word of what it said.</summary>
    public byte[]? Run(int mostBytes, Findings findings)
    {
        if (_named.Program is not { } program)
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
    internal string Digest() => _named.LineDigest();

    private bool IsTrusted(string program, Findings findings)
    {
        if (_named.IsOfRepository) return trusted.Allow(program, command.Span, findings);
        var digest = Digest();
        if (trusted.Trusts(digest)) return true;
        findings.Add(SecretSourceProblems.NotTrusted(command, digest));
        return false;
    }

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
