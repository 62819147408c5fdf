using System.Diagnostics;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>The command line as a process of its own. Before everything else in its PATH stands an ssh that notes each call and fails.</summary>
internal sealed class Lmr : IDisposable
{
    private readonly string _programs = Directory.CreateTempSubdirectory("lmr-path-").FullName;

    public Lmr()
    {
        foreach (var program in (string[])["ssh", "ssh-keyscan"])
        {
            var path = Path.Combine(_programs, program);
            File.WriteAllText(path, "#!/bin/sh\necho \"$0 $*\" >>\"${0%/*}/calls\"\nexit 255\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The calls of ssh, one line each.</summary>
    public string[] SshCalls => File.Exists(Path.Combine(_programs, "calls")) ? File.ReadAllLines(Path.Combine(_programs, "calls")) : [];

    /// <summary>What stands in its environment besides.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Runs it in a folder with nobody at its standard input.</summary>
    public (int ExitCode, string Out, string Err) Run(string folder, params string[] arguments) => Run(folder, fakeSsh: true, arguments);

    /// <summary>The same with this machine's own ssh.</summary>
    public (int ExitCode, string Out, string Err) RunWithSsh(string folder, params string[] arguments) => Run(folder, fakeSsh: false, arguments);

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    private (int ExitCode, string Out, string Err) Run(string folder, bool fakeSsh, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "lmr"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Whoever runs the tests may have a narrow terminal.
        start.Environment.Remove("COLUMNS");
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        if (fakeSsh) start.Environment["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.Result, errors);
    }
}
