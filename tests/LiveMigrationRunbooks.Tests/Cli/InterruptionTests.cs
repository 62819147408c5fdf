using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>What has nothing to leave safe ends at the first signal, also where it only reads and computes.</summary>
public sealed class InterruptionTests
{
    // Every step differs from host to host, so that each is bound for each: long enough to be met at work wherever this runs, and far from the patience of the test.
    private const int Hosts = 4000;
    private const int Steps = 2000;
    private static readonly TimeSpan s_atWork = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("validate", "TERM", 143)]
    [InlineData("plan", "INT", 130)]
    public async Task The_first_signal_ends_what_only_reads(string verb, string signal, int exitCode)
    {
        using var folder = new RunbookFolder(Runbook());
        folder.Write("hosts.yml", $"kvm: {{ hosts: {{ 'kvm[1:{Hosts}]': {{ ansible_connection: local }} }} }}\n");
        // A suite that runs in the background of a shell has Ctrl-C ignored, and programs inherit that.
        using var process = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "lmr"), verb, "runbook.yml", "-i", "hosts.yml"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Task.Delay(s_atWork);
        Assert.False(process.HasExited, "It was too quick to be interrupted.");
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) await kill.WaitForExitAsync();
        using var deadline = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        Assert.Equal(exitCode, process.ExitCode);
        Assert.DoesNotContain("under way", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static string Runbook()
    {
        var text = new StringBuilder("plays:\n  - hosts: kvm\n    steps:\n");
        for (var step = 0; step < Steps; step++) text.Append($"      - directory: {{ path: '/srv/{{{{ inventory_hostname }}}}/{step}' }}\n");
        return text.ToString();
    }
}
