using LiveMigrationRunbooks.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>
/// Kills a run at one effect after the other, takes it up again, and holds what became of it against a run that nobody killed.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="prepare">Makes all as it was; called before each run.</param>
/// <param name="view">The state of all hosts as somebody else sees it, what was done how often in it.</param>
/// <param name="tell">Where the count is printed.</param>
public sealed class KillSweep(MortalRuns runs, Func<Task> prepare, Func<Task<string>> view, Action<string> tell)
{
    /// <summary>Sweeps over an apply.</summary>
    /// <param name="choose">Which kinds of points are taken.</param>
    public Task ApplyAsync(Func<string, bool> choose) => SweepAsync("apply", prepare, runs.ApplyAsync, choose);

    /// <summary>Sweeps over the rollback of an apply.</summary>
    public Task RollbackAsync(Func<string, bool> choose)
    {
        var applied = "";
        return SweepAsync("rollback", ApplyFirst, effects => runs.RollbackAsync(applied, effects), choose);

        async Task ApplyFirst()
        {
            await prepare();
            var summary = await runs.ApplyAsync(new Effects());
            Assert.True(summary?.Reason == "done", $"{summary?.Reason}: {string.Join("; ", summary?.Results.Select(result => result.Text) ?? [])}");
            applied = summary?.Run ?? "";
        }
    }

    private async Task SweepAsync(string verb, Func<Task> first, Func<Effects, Task<RunSummary?>> run, Func<string, bool> choose)
    {
        await first();
        var counted = new Effects();
        var unkilled = await run(counted);
        var wanted = await view();
        var points = Effects.Distinct(counted.Seen);
        if (unkilled?.ExitCode != 0) tell($"{verb}: {string.Join("; ", unkilled?.Results.Select(result => $"{result.End} {result.Text}") ?? [])}");
        tell($"{verb}: {unkilled?.Reason}; {counted.Seen.Count} points, before and after {counted.Seen.Count / 2} effects; {points.Count} kinds of points");
        var killed = 0;
        foreach (var (at, kind) in points.Where(point => choose(point.Kind)))
        {
            await first();
            var before = runs.Store.Ids;
            var effects = new Effects(at);
            Assert.Null(await run(effects));
            Assert.True(effects.IsDead, kind);
            var last = await GoOnAsync(run, before);
            Assert.True(last.ExitCode == unkilled?.ExitCode, $"{verb}, killed {kind} ({at}): {last.Reason} {string.Join("; ", last.Explanation)} {string.Join("; ", last.Results.Select(result => result.Text))}");
            Assert.Equal($"killed {kind} ({at})\n{wanted}", $"killed {kind} ({at})\n{await view()}");
            foreach (var id in runs.Store.Ids.Except(before).Where(runs.HasBegun)) Assert.Equal((null, true), (runs.Store.JournalOf(id).Damage, runs.Store.JournalOf(id).Ended is not null));
            killed++;
        }
        tell($"{verb}: killed at {killed} of them, each time as unkilled");
    }

    // As somebody would: what has begun is taken up again, and what has not is begun anew.
    private async Task<RunSummary> GoOnAsync(Func<Effects, Task<RunSummary?>> run, IReadOnlyList<string> before)
    {
        var left = runs.Store.Ids.Except(before).SingleOrDefault(runs.HasBegun);
        var ended = left is null ? null : runs.Store.JournalOf(left).Ended;
        if (left is not null && ended is not null) return new RunSummary(left, ended.ExitCode, ended.Reason, [], []);
        var again = left is null ? await run(new Effects()) : await runs.ResumeAsync(left, new Effects());
        return again ?? throw new InvalidOperationException("Nobody killed this one.");
    }
}
