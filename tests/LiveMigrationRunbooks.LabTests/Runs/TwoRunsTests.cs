using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Two runs that want the same host at the same time: one has it, the other is told who and touches nothing.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class TwoRunsTests(ITestOutputHelper told) : IAsyncLifetime
{
    private const int Folders = 20;
    private readonly HostView _host = new("kvm1");

    public Task InitializeAsync() => Leftovers.RemoveAsync("kvm1");

    public Task DisposeAsync() => Leftovers.RemoveAsync("kvm1");

    [Fact]
    public async Task Whoever_comes_while_another_is_at_work_is_refused_and_leaves_no_trace()
    {
        await using var held = await HeldStep.OnAsync("kvm1");
        using var one = Write("one", HeldStep.Yaml);
        using var two = Write("two");
        using var first = one.Start("apply", "--yes", "--json");
        await held.IsReachedAsync(first);
        try
        {
            var (claim, jobs) = (await ClaimAsync(), await JobsAsync());
            Assert.Contains($"run={RunOf(one)}\nstate=open\n", claim, StringComparison.Ordinal);
            AssertRefused(await two.RunAsync("apply", "--yes", "--json"), "claim.held", "lock.held");
            Assert.Equal((claim, jobs, "0"), (await ClaimAsync(), await JobsAsync(), await CountAsync("two")));
            Assert.False(first.HasEnded);
        }
        finally
        {
            await held.LetGoAsync();
        }
        var ended = await first.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Equal(($"{Folders}", "held games"), (await CountAsync("one"), await _host.AskAsync("cat /etc/lmr-held; stat -c ' %U' /etc/lmr-held")));
        await one.RollsBackAsync();
        await two.ApplyAsync();
        await two.RollsBackAsync();
        Assert.Equal(("0", "0"), (await CountAsync("one"), await CountAsync("two")));
    }

    [Fact]
    public async Task A_run_whose_host_was_taken_over_does_no_more_there_and_says_so()
    {
        await using var held = await HeldStep.OnAsync("kvm1");
        using var lmr = new Lmr($"name: Lab\nplays:\n  - hosts: kvm1\n    steps:\n      {HeldStep.Yaml}\n  - hosts: kvm1\n    steps:\n      - directory: {{ path: /etc/lmr-two-late-1 }}\n");
        using var run = lmr.Start("apply", "--yes", "--json");
        try
        {
            await held.IsReachedAsync(run);
            // What a takeover from another controller writes.
            await _host.AskAsync("cd /var/lib/lmr && epoch=$(sed -n s/^epoch=//p claim) && sed -i \"s/^epoch=.*/epoch=$((epoch + 1))/; s/^controller=.*/controller=elsewhere/\" claim");
            var claim = await ClaimAsync();
            await held.LetGoAsync();
            var ended = await run.EndAsync();
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains("not begun: the host's claim is not that of run", ended.Output, StringComparison.Ordinal);
            Assert.Equal((claim, "0"), (await ClaimAsync(), await CountAsync("late")));
        }
        finally
        {
            await held.LetGoAsync();
        }
    }

    /// <summary>
    /// Which of them comes first, and whether the second comes while the first is still there, is the machine's choice. In every case who was
    /// let in did all of its work, who was refused did none, and two that were let in worked one after the other.
    /// </summary>
    [Fact]
    public async Task Of_two_that_start_at_once_never_both_are_at_work()
    {
        var epoch = await EpochAsync();
        using var one = Write("one");
        using var two = Write("two");
        using var first = one.Start("apply", "--yes", "--json");
        using var second = two.Start("apply", "--yes", "--json");
        var runs = new[] { (Who: "one", Lmr: one, Ended: await first.EndAsync()), (Who: "two", Lmr: two, Ended: await second.EndAsync()) };
        var winners = runs.Where(run => run.Ended.ExitCode == 0).ToList();
        told.WriteLine($"let in: {string.Join(", ", winners.Select(run => run.Who))}");
        try
        {
            Assert.True(winners.Count > 0, runs[0].Ended.All + runs[1].Ended.All);
            foreach (var loser in runs.Except(winners))
            {
                // The last breath of a job that has ended counts as a job.
                AssertRefused(loser.Ended, "claim.held", "lock.held", "job.alive");
                Assert.Equal("0", await CountAsync(loser.Who));
            }
            foreach (var winner in winners) Assert.Equal($"{Folders}", await CountAsync(winner.Who));
            Assert.Equal(epoch + winners.Count, await EpochAsync());
            var spans = (await Task.WhenAll(winners.Select(winner => WorkOfAsync(RunOf(winner.Lmr))))).OrderBy(span => span.Began).ToList();
            Assert.Equal(winners.Count, (await JobsAsync()).Split('\n').Count(run => winners.Any(winner => run == RunOf(winner.Lmr))));
            if (spans is [var earlier, var later]) Assert.True(earlier.Ended <= later.Began, $"both were at work: {earlier}, {later}");
        }
        finally
        {
            foreach (var winner in winners) await winner.Lmr.RollsBackAsync();
        }
    }

    private static Lmr Write(string who, string last = "") => Lmr.Steps(
        "kvm1", string.Join('\n', Enumerable.Range(1, Folders).Select(number => $"- directory: {{ path: /etc/lmr-two-{who}-{number} }}")) + "\n" + last);

    private static void AssertRefused(Ended run, params string[] reasons) =>
        Assert.True(run.ExitCode == 1 && reasons.Any(reason => (run.Output + run.Error).Contains(reason, StringComparison.Ordinal)), run.All);

    // The newest in its own store, whether it came to a host or not.
    private static string RunOf(Lmr lmr) => Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).Last();

    private Task<string> ClaimAsync() => _host.AskAsync("cat /var/lib/lmr/claim");

    private async Task<int> EpochAsync() => int.Parse(await _host.AskAsync("sed -n 's/^epoch=//p' /var/lib/lmr/claim 2>/dev/null | grep . || echo 0"), CultureInfo.InvariantCulture);

    private Task<string> CountAsync(string who) => _host.AskAsync($"ls -d /etc/lmr-two-{who}-* 2>/dev/null | wc -l");

    /// <summary>The runs of which the host has ever been given a job.</summary>
    private Task<string> JobsAsync() => _host.AskAsync("ls /var/lib/lmr/runs");

    /// <summary>From the moment the host began the run's job to the moment its end was written, as the host's own files say.</summary>
    private async Task<(decimal Began, decimal Ended)> WorkOfAsync(string run)
    {
        var times = (await _host.AskAsync($"cd /var/lib/lmr/runs/{run}; ls -d [0-9]* | tr '\\n' ' '; stat -c %.9Y 1/begun 1/rc")).Split(' ', '\n');
        Assert.Equal((3, "1"), (times.Length, times[0]));
        return (decimal.Parse(times[1], CultureInfo.InvariantCulture), decimal.Parse(times[2], CultureInfo.InvariantCulture));
    }
}
