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
        var (reading, working) = await DurationsAsync();
        var wanted = await Resumed.ViewAsync();
        var (taken, anew, late) = (0, 0, 0);
        for (var time = 0; time < times; time++)
        {
            await Resumed.PrepareAsync();
            using var lmr = new Lmr(Resumed.Runbook);
            using var apply = lmr.Start("apply", "--yes");
            // Most of them when there is something to lose.
            var early = random.Next(5) == 0;
            var moment = (early ? reading : working) * random.NextDouble();
            if (!early) await apply.SaysAsync("Run ");
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

    // How long an unkilled one takes to its first deed, and from there to its end.
    private static async Task<(TimeSpan Reading, TimeSpan Working)> DurationsAsync()
    {
        var clock = Stopwatch.StartNew();
        using var lmr = new Lmr(Resumed.Runbook);
        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("Run ");
        var reading = clock.Elapsed;
        var ended = await apply.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        return (reading, clock.Elapsed - reading);
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
