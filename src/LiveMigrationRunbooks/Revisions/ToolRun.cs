using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>How a program of this machine ended: what it printed, and what it complained of; an exit code of -1 where it did not run or did not end.</summary>
internal sealed record ToolRun(int ExitCode, ReadOnlyMemory<byte> Output, string Complaint)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output.Span).TrimEnd('\n');

    /// <summary>Runs it without a shell; its environment is ours, with what <paramref name="setting"/> puts into it (null takes a name away).</summary>
    public static async Task<ToolRun> OfAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, int mostBytes, TimeSpan patience, IEnumerable<(string Name, string? Value)> setting, CancellationToken stop)
    {
        var start = new ProcessStartInfo(InstalledProgram.PathOf(program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        SecretNet.OfThisProcess.Withhold(start.Environment);
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in setting) start.Environment[name] = value;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(patience);
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
            try
            {
                return await AnsweredAsync(process, input, mostBytes, deadline.Token);
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ToolRun(-1, default, $"{program} did not end within {patience.TotalSeconds:0} s.");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException)
        {
            return new ToolRun(-1, default, $"{program} could not be run: {problem.Message}");
        }
    }

    // It is fed and read at the same time: either side alone could wait for the other for ever.
    private static async Task<ToolRun> AnsweredAsync(Process process, ReadOnlyMemory<byte> input, int mostBytes, CancellationToken stop)
    {
        var fed = FeedAsync(process, input, stop);
        var complaint = process.StandardError.ReadToEndAsync(stop);
        using var output = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, stop) is > 0 and var length)
        {
            if (output.Length + length > mostBytes) return new ToolRun(-1, default, $"It printed more than {mostBytes} bytes.");
            output.Write(buffer, 0, length);
        }
        await fed;
        var said = await complaint;
        await process.WaitForExitAsync(stop);
        return new ToolRun(process.ExitCode, output.GetBuffer().AsMemory(0, (int)output.Length), said.Trim());
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says more.
        }
    }
}
