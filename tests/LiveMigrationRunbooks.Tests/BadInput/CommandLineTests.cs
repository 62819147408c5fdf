using System.Diagnostics;
using System.Text.Json;
using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.BadInput;

/// <summary>The real process: pasted arguments are named, what is huge fits into little memory, and many findings are cut with a count.</summary>
public sealed class CommandLineTests
{
    private const string Sound = "plays: [{ hosts: kvm, steps: [{ directory: { path: /srv } }] }]\n";

    [Theory]
    [InlineData("LMR913", "–limit", "kvm1")]
    [InlineData("LMR914", "-l", "“kvm1”")]
    [InlineData("LMR914", "-e", "mtu=“9000”")]
    [InlineData("LMR916", "-l", "kvm\u200B1")]
    public void What_a_web_page_left_in_an_argument_is_named(string code, string option, string value)
    {
        using var folder = new RunbookFolder(Sound);
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.Root, "validate", "runbook.yml", "-i", "hosts.yml", option, value);

        Assert.Equal((1, ""), (exitCode, said));
        Assert.StartsWith($"error {code}: ", errors, StringComparison.Ordinal);
        Assert.EndsWith("\n1 error; no host was asked.\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 4_000_000, "1 error")]
    [InlineData("a: b\n", 800_000, "10000 errors")]
    [InlineData("- *x\n", 800_000, "10000 errors")]
    public void What_fills_a_file_does_not_fill_the_memory(string piece, int times, string end)
    {
        using var folder = new RunbookFolder(string.Concat(Enumerable.Repeat(piece, times)));
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "lmr"), ["validate", "runbook.yml", "-i", "hosts.yml"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardError = true,
            // The runtime itself takes some 40 MiB more.
            Environment = { ["DOTNET_GCHeapHardLimit"] = "0xC800000" },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("lmr did not start.");
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.EndsWith($"\n{end}; no host was asked.\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Fifty_findings_are_shown_and_the_rest_is_counted()
    {
        using var folder = new RunbookFolder(Sound + string.Concat(Enumerable.Range(0, 60).Select(number => $"key{number}: 1\n")));
        using var lmr = new Lmr();
        using var json = JsonDocument.Parse(lmr.Run(folder.Root, "validate", "runbook.yml", "-i", "hosts.yml", "--output", "json").Out);
        Assert.Equal((50, 10), (json.RootElement.GetProperty("diagnostics").GetArrayLength(), json.RootElement.GetProperty("more").GetInt32()));

        var text = lmr.Run(folder.Root, "validate", "runbook.yml", "-i", "hosts.yml").Err;
        Assert.EndsWith("\n\n10 more are not shown.\n60 errors; no host was asked.\n", text, StringComparison.Ordinal);
    }
}
