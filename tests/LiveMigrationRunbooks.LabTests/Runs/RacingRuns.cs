using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// Two whole runs that want the same two hosts at once. Whoever wins stands still in its first step until the other has ended, so there is one
/// winner, however slow the machine is.
/// </summary>
internal static class RacingRuns
{
    public static async Task<string> OnceAsync()
    {
        await using var heldOne = await HeldStep.OnAsync(Pair.One);
        await using var heldTwo = await HeldStep.OnAsync(Pair.Two);
        var epochs = (await EpochAsync(Pair.One), await EpochAsync(Pair.Two));
        using var one = Write("one");
        using var two = Write("two");
        using var first = one.Start("apply", "--yes", "--json");
        using var second = two.Start("apply", "--yes", "--json");
        await Eventually.HoldsAsync("one of two runs was refused", () => Task.FromResult(first.HasEnded || second.HasEnded));
        var (winner, loser, won, lost) = first.HasEnded ? (two, one, second, first) : (one, two, first, second);
        try
        {
            var refused = await lost.EndAsync();
            Assert.True(refused.ExitCode == 1, refused.All);
            Assert.Matches("claim.held|lock.held|run.alive|job.alive", refused.Output + refused.Error);
        }
        finally
        {
            await heldOne.LetGoAsync();
            await heldTwo.LetGoAsync();
        }
        var ended = await won.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.All);
        var who = winner == one ? "one" : "two";
        foreach (var host in new[] { Pair.One, Pair.Two })
        {
            Assert.Equal(who, await Pair.MarksAsync(host));
            var runs = await Pair.RunsAsync(host);
            Assert.Contains(Pair.RunOf(winner), runs);
            if (Directory.Exists(Path.Combine(loser.Folder, ".lmr", "runs"))) Assert.DoesNotContain(Pair.RunOf(loser), runs);
        }
        await winner.RollsBackAsync();
        Assert.Equal(("", ""), (await Pair.MarksAsync(Pair.One), await Pair.MarksAsync(Pair.Two)));
        // The run and its way back; a loser that was let go of the first host before it could not have the second has left a number there.
        Assert.InRange(await EpochAsync(Pair.One), epochs.Item1 + 2, epochs.Item1 + 3);
        Assert.InRange(await EpochAsync(Pair.Two), epochs.Item2 + 2, epochs.Item2 + 3);
        return who;
    }

    private static Lmr Write(string who) => Lmr.Steps(Pair.Both, $"{HeldStep.Yaml}\n{Pair.Mark(who)}");

    private static async Task<int> EpochAsync(string host) =>
        int.Parse(await new HostView(host).AskAsync("sed -n 's/^epoch=//p' /var/lib/lmr/claim 2>/dev/null | grep . || echo 0"), CultureInfo.InvariantCulture);
}
