using System.Diagnostics;

namespace LiveMigrationRunbooks.Bench;

/// <summary>A command that is timed: what people call it, and what is started.</summary>
internal sealed record Contender(string Name, string Program, params string[] Arguments)
{
    /// <summary>Where it is started; null for here.</summary>
    public string? Folder { get; init; }

    /// <summary>How long it takes from its start to its end. It must end with 0: a program that fails early is not fast.</summary>
    public TimeSpan Run()
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(Starting()) ?? throw new InvalidOperationException($"{Program} did not start.");
        var told = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        clock.Stop();
        return process.ExitCode == 0 ? clock.Elapsed : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}: {told.Result}");
    }

    /// <summary>What it prints.</summary>
    public string Output()
    {
        using var process = Process.Start(Starting()) ?? throw new InvalidOperationException($"{Program} did not start.");
        var told = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}: {told.Result}{output}");
    }

    /// <summary>The most memory that it held at any time, as its kernel counts it (VmHWM), looked at until it ends.</summary>
    public long PeakMib()
    {
        using var process = Process.Start(Starting()) ?? throw new InvalidOperationException($"{Program} did not start.");
        var told = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        long kib = 0;
        while (!process.WaitForExit(5))
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null) kib = Math.Max(kib, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
        told.Wait();
        return kib / 1024;
    }

    private ProcessStartInfo Starting() => new(Program, Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder ?? "" };
}
