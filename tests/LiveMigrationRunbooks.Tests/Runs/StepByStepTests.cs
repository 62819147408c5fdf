using LiveMigrationRunbooks.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class StepByStepTests
{
    private readonly List<string> _asked = [];

    [Fact]
    public async Task Without_anybody_to_ask_all_is_done()
    {
        var steps = new StepByStep(null);

        Assert.True(await steps.MayAsync("stage 1?", default));
        Assert.False(steps.Asks || steps.Declined || steps.Stopped);
    }

    [Fact]
    public async Task No_leaves_one_part_and_all_asks_no_more()
    {
        var steps = Answering(StepAnswer.No, StepAnswer.Yes, StepAnswer.All);

        var may = new List<bool>();
        foreach (var part in new[] { "1", "2", "3", "4" }) may.Add(await steps.MayAsync(part, default));
        Assert.Equal([false, true, true, true], may);
        Assert.Equal(["1", "2", "3"], _asked);
        Assert.Equal((true, false, false), (steps.Declined, steps.Stopped, steps.Asks));
    }

    [Fact]
    public async Task Stop_is_the_last_answer()
    {
        var steps = Answering(StepAnswer.Stop);

        Assert.False(await steps.MayAsync("1", default) || await steps.MayAsync("2", default));
        Assert.Equal((1, true, true), (_asked.Count, steps.Stopped, steps.Declined));
    }

    private StepByStep Answering(params StepAnswer[] answers) => new((question, _) =>
    {
        _asked.Add(question);
        return Task.FromResult(answers[_asked.Count - 1]);
    });
}
