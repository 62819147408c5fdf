using System.Diagnostics;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Resuming;

/// <summary>The real <c>lmr</c>, killed from outside at moments that nobody chose, and taken up again.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class KilledProcessTests(ITestOutputHelper told) : IAsyncLifetime
{
    private const int Few = 4;
    private const int Many = 100;

    public Task InitializeAsync() => Resumed.PrepareAsync();

    public Task DisposeAsync() => Resumed.RemoveAsync();

    [Fact]
    public Task A_run_killed_at_any_moment_ends_as_if_nobody_had() => KillAsync(Few);

    [Fact]
    [Trait("Category", Campaign.Name)]
    public Task Kills_at_any_moment() => KillAsync(Many);

    private async Task KillAsync(int times)
    {
        var random = new Random(Campaign.Seed);
        var clock = Stopwatch.StartNew();
        using (var lmr = new Lmr(Resumed.Runbook)) await lmr.ApplyAsync();
        var whole = clock.Elapsed;
        var wanted = await Resumed.ViewAsync();
        var (taken, anew, late) = (0, 0, 0);
        for (var time = 0; time < times; time++)
        {
            await Resumed.PrepareAsync();
            using var lmr = new Lmr(Resumed.Runbook);
            var moment = whole * random.NextDouble();
            using var apply = lmr.Start("apply", "--yes");
            await Task.Delay(moment);
            if (!apply.HasEnded) await apply.SignalAsync("KILL");
            var killed = await apply.EndAsync();
            var next = killed.ExitCode == 0 ? killed : await GoOnAsync(lmr);
            Assert.True(next.ExitCode == 0, $"killed after {moment}: {next.All}");
            Assert.Equal($"killed after {moment}\n{wanted}", $"killed after {moment}\n{await Resumed.ViewAsync()}");
            if (killed.ExitCode == 0) late++;
            else if (next.Error.Contains("goes on", StringComparison.Ordinal)) taken++;
            else anew++;
        }
        Campaign.Tell(told, $"SIGKILL from outside, seed {Campaign.Seed}: {times} runs: {taken} taken up again, {anew} had not begun, {late} had ended; each as unkilled");
    }

    // As somebody would: what has begun is taken up again, what had not is begun anew, and what had ended is left alone.
    private static async Task<Ended> GoOnAsync(Lmr lmr)
    {
        var resumed = await lmr.ResumeAsync();
        if (resumed.ExitCode == 0) return resumed;
        if (resumed.Error.Contains("has ended: done", StringComparison.Ordinal)) return resumed with { ExitCode = 0 };
        return resumed.Error.Contains("run.unknown", StringComparison.Ordinal) || resumed.Error.Contains("plan.unreadable", StringComparison.Ordinal) || resumed.Error.Contains("run.not_begun", StringComparison.Ordinal)
            ? await lmr.RunAsync("apply", "--yes") : resumed;
    }
}
