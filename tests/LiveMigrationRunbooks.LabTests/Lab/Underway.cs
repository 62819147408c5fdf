using System.Diagnostics;
using System.Text;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>What a program ended with, and all that it said.</summary>
public sealed record Ended(int ExitCode, string Output, string Error)
{
    public string All => $"exit {ExitCode}\n{Output}\n{Error}";

    /// <summary>What it said, as one line: where it was folded is not what a test is about.</summary>
    public string Flat => string.Join(' ', (Output + " " + Error).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A program under way: what it has said so far can be waited for, and it can be sent signals.</summary>
public sealed class Underway : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private Underway(Process process) => _process = process;

    public static Underway Start(string folder, string file, IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A suite that runs in the background of a shell has Ctrl-C ignored, and programs inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", file, .. words]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var program = new Underway(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => Keep(program._output, line.Data);
        program._process.ErrorDataReceived += (_, line) => Keep(program._error, line.Data);
        program._process.Start();
        program._process.StandardInput.Close();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    public static async Task<Ended> RunAsync(string file, params string[] words)
    {
        using var program = Start("/", file, words);
        return await program.EndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until it has said this on standard error.</summary>
    public async Task SaysAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Read(_error).Contains(text, StringComparison.Ordinal))
        {
            // What it said at its end may not have been read yet.
            var all = HasEnded ? await EndAsync() : null;
            if (all is not null && all.Error.Contains(text, StringComparison.Ordinal)) return;
            if (all is not null || clock.Elapsed > Eventually.Patience)
                throw new TimeoutException($"lmr has not said \"{text}\":\n{Read(_output)}\n{Read(_error)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sends a signal to the program alone, as <c>kill</c> names it.</summary>
    public Task SignalAsync(string name) => RunAsync("kill", $"-{name}", $"{_process.Id}");

    public async Task<Ended> EndAsync()
    {
        using var late = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end in {Eventually.Patience}:\n{Read(_output)}\n{Read(_error)}");
        }
        return new Ended(_process.ExitCode, Read(_output), Read(_error));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
