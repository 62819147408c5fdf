using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class StepProbesTests
{
    private static readonly ValueList<(string, ValueList<Command>)> s_probes =
    [
        ("one", [Command.Of("date"), Command.Of("uptime")]), ("none", []), ("other", [Command.Of("uptime"), Command.Of("uname", "-r")]),
    ];

    [Fact]
    public void What_two_steps_ask_is_asked_once_and_answers_both()
    {
        var items = StepProbes.Items(s_probes).ToList();
        Assert.Equal(["date", "uptime", "uname -r"], items.Select(item => item.Command.ToString()));
        Assert.Equal(3, items.Select(item => item.Id).Distinct().Count());
        var answers = StepProbes.Answers(s_probes, items.ToDictionary(item => item.Id, item => CommandResult.OfText(item.Command.ToString())));
        Assert.Equal(["date uptime", "", "uptime uname -r"], new[] { "one", "none", "other" }.Select(id => string.Join(' ', answers[id].Results.Select(result => result.Text))));
    }

    [Fact]
    public void The_more_patient_of_two_steps_is_waited_for() =>
        Assert.Equal([1, 9, 9], StepProbes.Items(s_probes, id => TimeSpan.FromSeconds(id == "one" ? 1 : 9)).Select(item => item.Timeout.Seconds));
}
