using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Two runs that want the same host at the same time: one has it, the other is told who and touches nothing.</summary>
[Trait("Category", "Lab")]
public sealed class TwoRunsTests : IClassFixture<Leftovers>
{
    [Fact]
    public async Task Exactly_one_of_two_wins()
    {
        using var one = Write("one");
        using var two = Write("two");
        using var first = one.Start("apply", "--yes", "--json");
        using var second = two.Start("apply", "--yes", "--json");
        var ended = await Task.WhenAll(first.EndAsync(TimeSpan.FromMinutes(2)), second.EndAsync(TimeSpan.FromMinutes(2)));
        var winner = Array.FindIndex(ended, run => run.ExitCode == 0);
        Assert.True(winner >= 0, ended[0].All + ended[1].All);
        try
        {
            var loser = ended[1 - winner];
            Assert.True(loser.ExitCode == 1, loser.All);
            Assert.Matches("lock\\.held|claim\\.held", loser.Output + loser.Error);
            Assert.Equal(winner == 0 ? "one" : "two", await new HostView("kvm1").AskAsync("cat /etc/lmr-two-*"));
        }
        finally
        {
            await (winner == 0 ? one : two).RollsBackAsync();
        }
    }

    // Twenty steps of the same kind keep the winner at work while the other comes.
    private static Lmr Write(string who) => Lmr.Steps("kvm1", string.Join('\n', Enumerable.Range(1, 20).Select(number => number == 1
        ? $"- file: {{ path: /etc/lmr-two-{who}, content: {who} }}"
        : $"- directory: {{ path: /etc/lmr-dir-{who}-{number} }}")));
}
