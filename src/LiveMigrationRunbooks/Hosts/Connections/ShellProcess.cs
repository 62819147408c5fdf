using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>A child process with a shell at its far end: bytes in, bytes out, and the end of its standard error kept for explanations.</summary>
internal sealed class ShellProcess : IAsyncDisposable
{
    private const int KeptError = 64 * 1024;

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _errorReading;

    private ShellProcess(Process process)
    {
        _process = process;
        _errorReading = ReadErrorAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts in a session of its own, so that the terminal's Ctrl-C reaches `lmr` alone.</summary>
    public static ShellProcess Start(IReadOnlyList<string> argv)
    {
        var start = new ProcessStartInfo(InstalledProgram.PathOf("setsid"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var word in argv) start.ArgumentList.Add(word);
        SecretNet.OfThisProcess.Withhold(start.Environment);
        return new ShellProcess(Process.Start(start) ?? throw new InvalidOperationException($"{argv[0]} did not start."));
    }

    /// <summary>Waits a moment for the process to end by itself; its exit code (null while it runs) and what it said on standard error.</summary>
    public async Task<(int? ExitCode, string Error)> EndAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
            await _errorReading.WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            // A child of ssh may hold standard error open; what has come so far must do.
        }

        lock (_error) return (_process.HasExited ? _process.ExitCode : null, _error.ToString());
    }

    /// <summary>Ends the process alone: on this machine its children are the session's watchdog, which clears up, and what the host was asked to do.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself, or it is sudo's and not ours to kill: then the end of its input ends it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The far end is gone already.
        }

        var (exit, _) = await EndAsync(TimeSpan.FromSeconds(3));
        if (exit is null) Kill();
        _process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardError.ReadAsync(buffer)) > 0)
        {
            lock (_error)
            {
                _error.Append(buffer, 0, count);
                if (_error.Length > KeptError) _error.Remove(0, _error.Length - KeptError);
            }
        }
    }
}
