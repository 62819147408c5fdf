using System.Diagnostics;

namespace LiveMigrationRunbooks.Bench;

/// <summary>A command that is timed: what people call it, and what is started.</summary>
internal sealed record Contender(string Name, string Program, params string[] Arguments)
{
    /// <summary>How long it takes from its start to its end. It must end with 0: a program that fails early is not fast.</summary>
    public TimeSpan Run()
    {
        var start = new ProcessStartInfo(Program, Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        var told = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        clock.Stop();
        return process.ExitCode == 0 ? clock.Elapsed : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}: {told.Result}");
    }
}
