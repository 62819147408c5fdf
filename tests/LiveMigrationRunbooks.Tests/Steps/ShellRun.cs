using System.Diagnostics;
using System.Runtime.Versioning;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>Runs a shell text as a host would, under each shell that this machine has.</summary>
internal static class ShellRun
{
    /// <summary>The command lines of the shells; those that are not installed are left out.</summary>
    public static IEnumerable<string> Shells => new[] { "dash", "bash --posix", "busybox sh" }.Where(shell =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell.Split(' ')[0]))));

    public static (int Exit, string Out, string Error) Run(string shell, string text, string input, params string[] arguments)
    {
        var words = shell.Split(' ');
        var start = new ProcessStartInfo(words[0], [.. words[1..], "-c", text, "lmr", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{shell} does not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A text that refuses ends before it reads.
        }
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}

/// <summary>A folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Names of all entries, hidden ones too.</summary>
    public IEnumerable<string> Entries => _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    /// <summary>Puts a program there, by its shell text.</summary>
    [SupportedOSPlatform("linux")]
    public void Program(string name, string text)
    {
        File.WriteAllText(this[name], $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
