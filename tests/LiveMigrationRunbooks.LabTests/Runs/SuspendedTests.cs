using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>A controller that sleeps while others go on without it. What it wakes up to is no longer its own.</summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Trust)]
public sealed class SuspendedTests : IClassFixture<PairLeftovers>
{
    [Fact]
    public async Task A_run_that_was_given_up_while_it_slept_writes_no_more()
    {
        await using var held = await HeldStep.OnAsync(Pair.One);
        using var sleeper = new Lmr($"name: Lab\nplays:\n  - hosts: {Pair.One}\n    steps:\n      {HeldStep.Yaml}\n  - hosts: {Pair.One}\n    steps:\n      {Pair.Mark("late")}\n");
        using var heir = Lmr.Steps(Pair.One, Pair.Mark("heir"));
        using var run = sleeper.Start("apply", "--yes");
        try
        {
            await held.IsReachedAsync(run);
            await run.SignalAsync("STOP");
            var id = Pair.RunOf(sleeper);
            // A job that lives is proof against whoever gives the run up; so is the session, until it has missed its beats.
            Assert.Equal(1, (await AbandonAsync(id)).ExitCode);
            await held.LetGoAsync();
            await Eventually.HoldsAsync("the sleeper's session ended", async () => (await AbandonAsync(id)).ExitCode == 0);
            await heir.ApplyAsync();
            var claim = await Pair.ClaimAsync(Pair.One);
            await run.SignalAsync("CONT");
            var ended = await run.EndAsync();
            Assert.NotEqual(0, ended.ExitCode);
            Assert.Equal(("heir", claim), (await Pair.MarksAsync(Pair.One), await Pair.ClaimAsync(Pair.One)));
        }
        finally
        {
            await held.LetGoAsync();
            await run.SignalAsync("CONT");
        }
        await heir.RollsBackAsync();
        await sleeper.RollsBackAsync();
    }

    private static Task<Ended> AbandonAsync(string run) => Underway.RunAsync(LabFolder.Lmr, "runs", "abandon", run, "-i", LabFolder.Inventory, "-l", Pair.One, "--yes");
}
