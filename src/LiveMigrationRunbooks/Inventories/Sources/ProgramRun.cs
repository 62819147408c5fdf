using System.Diagnostics;
using System.Text;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>How a program ended: what it printed, or null and why there is nothing; and what it said on standard error.</summary>
internal sealed record ProgramRun(byte[]? Output, string Why, string Said)
{
    private const int MaximumOutput = 16 * 1024 * 1024;
    private const int MaximumSaid = 2000;

    /// <summary>Runs a program without a shell and without input.</summary>
    public static ProgramRun Of(string path, IEnumerable<string> arguments, TimeSpan patience)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(path))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What lies beside a Python script could stand in for a module; only the script itself was trusted.
        start.Environment["PYTHONSAFEPATH"] = "1";
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("It did not start.");
            return WaitAsync(process, patience).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            return new ProgramRun(null, problem.Message, "");
        }
    }

    private static async Task<ProgramRun> WaitAsync(Process process, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        process.StandardInput.Close();
        var error = ReadAsync(process.StandardError.BaseStream, MaximumSaid, all: true, deadline.Token);
        try
        {
            var output = await ReadAsync(process.StandardOutput.BaseStream, MaximumOutput, all: false, deadline.Token).ConfigureAwait(false);
            if (output.Length > MaximumOutput) return Ended($"It printed more than {MaximumOutput / 1024 / 1024} MiB.", "");
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            var said = Text(await error.ConfigureAwait(false));
            return process.ExitCode == 0 ? new ProgramRun(output, "", said) : new ProgramRun(null, $"It ended with {process.ExitCode}.", said);
        }
        catch (OperationCanceledException)
        {
            return Ended($"It did not end within {patience.TotalSeconds:0} s.", error.IsCompletedSuccessfully ? Text(error.Result) : "");
        }

        ProgramRun Ended(string why, string said)
        {
            process.Kill(entireProcessTree: true);
            return new ProgramRun(null, why, said);
        }
    }

    /// <summary>Reads one byte more than the limit, to see that there is more; with <paramref name="all"/> the rest is read and dropped.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int limit, bool all, CancellationToken stop)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(length, limit + 1 - kept.Length));
            if (kept.Length > limit && !all) break;
        }

        return kept.ToArray();
    }

    private static string Text(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Length == 0 ? "" : $"It says: {text}";
    }
}
