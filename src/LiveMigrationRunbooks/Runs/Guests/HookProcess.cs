using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>How a hook ended.</summary>
/// <param name="Trouble">Why it failed; null where it did not.</param>
/// <param name="Said">The last line that it wrote, to standard error where it failed; empty where it wrote none.</param>
internal sealed record HookEnd(string? Trouble, string Said);

/// <summary>Runs a program of this machine without a shell: data in, the end of what it writes out, and a time within which it must end.</summary>
internal static class HookProcess
{
    private const int Kept = 4096;

    // A child that it leaves behind may hold its output open.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    /// <param name="argv">Its arguments, without its name.</param>
    public static async Task<HookEnd> RunAsync(string program, IEnumerable<string> argv, string folder, string input, TimeSpan within)
    {
        // In a session of its own, so that the terminal's Ctrl-C reaches lmr alone: a hook comes to its end.
        var start = new ProcessStartInfo(InstalledProgram.PathOf("setsid"), [program, .. argv])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SecretNet.OfThisProcess.Withhold(start.Environment);
        // What lies beside a Python script could stand in for a module; only the script itself was trusted.
        start.Environment["PYTHONSAFEPATH"] = "1";
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("it did not start");
            return await EndAsync(process, input, within);
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException)
        {
            return new HookEnd($"could not be run: {problem.Message}", "");
        }
    }

    private static async Task<HookEnd> EndAsync(Process process, string input, TimeSpan within)
    {
        var (output, error) = (new Tail(), new Tail());
        var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream), error.ReadAsync(process.StandardError.BaseStream));
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await WriteAsync(process.StandardInput.BaseStream, input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new HookEnd($"did not end within {Quantity.Text(within)}", error.LastLine);
        }
        await Task.WhenAny(reading, Task.Delay(s_lastWords));
        return process.ExitCode == 0 ? new HookEnd(null, output.LastLine) : new HookEnd($"ended with {process.ExitCode}", error.LastLine);
    }

    private static async Task WriteAsync(Stream stream, string input, CancellationToken stop)
    {
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(input), stop);
            stream.Close();
        }
        catch (IOException)
        {
            // It does not want to know.
        }
    }

    /// <summary>The last bytes of a stream.</summary>
    private sealed class Tail
    {
        private readonly List<byte> _bytes = [];

        public string LastLine
        {
            get
            {
                lock (_bytes) return Brief.Of(Encoding.UTF8.GetString([.. _bytes]).Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "", Brief.Sentence);
            }
        }

        public async Task ReadAsync(Stream stream)
        {
            var buffer = new byte[Kept];
            try
            {
                int length;
                while ((length = await stream.ReadAsync(buffer)) > 0)
                {
                    lock (_bytes)
                    {
                        _bytes.AddRange(buffer.AsSpan(0, length));
                        if (_bytes.Count > Kept) _bytes.RemoveRange(0, _bytes.Count - Kept);
                    }
                }
            }
            catch (Exception problem) when (problem is IOException or ObjectDisposedException)
            {
                // Nobody listens any more.
            }
        }
    }
}
