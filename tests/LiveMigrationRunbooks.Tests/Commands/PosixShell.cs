using System.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Commands;

/// <summary>The shells that scripts must mean the same to; those that this machine lacks are named by the tests that skip them.</summary>
public static class PosixShell
{
    private static readonly string[] All = ["dash", "bash --posix", "busybox sh"];

    public static IReadOnlyList<string> Names { get; } = [.. All.Where(shell => IsThere(shell.Split(' ')[0]))];

    public static TheoryData<string> Present() => [.. Names];

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a shell with the text on its standard input; both output and errors come back as bytes.</summary>
    public static (byte[] Out, string Err, int ExitCode) Run(string shell, byte[] script)
    {
        var words = shell.Split(' ');
        var start = new ProcessStartInfo(words[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[.. words[1..], "-s"]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        process.StandardInput.BaseStream.Write(script);
        process.StandardInput.Close();
        if (!process.WaitForExit(60_000)) process.Kill(entireProcessTree: true);
        Task.WaitAll(reading, error);
        return (output.ToArray(), error.Result, process.ExitCode);
    }
}
