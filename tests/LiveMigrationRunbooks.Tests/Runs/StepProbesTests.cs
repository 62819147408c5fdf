using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runs.Readers;
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
    public void Whoever_looks_for_one_step_alone_finds_its_own_answer()
    {
        var results = StepProbes.Items([.. s_probes, ("typed", [Command.Of("cat").WithInput("a")]), ("typed otherwise", [Command.Of("cat").WithInput("b")])])
            .ToDictionary(item => item.Id, item => CommandResult.OfText($"{item.Command} {(item.Command.Input is { } typed ? $"{typed[0]}" : "")}"));

        Assert.Equal(["uptime ", "uname -r "], StepProbes.Answers([s_probes[2]], results)["other"].Results.Select(result => result.Text));
        Assert.Equal("cat 98", StepProbes.Answers([("x", [Command.Of("cat").WithInput("b")])], results)["x"].Results[0].Text);
    }

    [Fact]
    public void The_more_patient_of_two_steps_is_waited_for() =>
        Assert.Equal([1, 9, 9], StepProbes.Items(s_probes, id => TimeSpan.FromSeconds(id == "one" ? 1 : 9)).Select(item => item.Timeout.Seconds));

    [Fact]
    public void Questions_with_other_input_are_other_questions()
    {
        ValueList<Command> alike = [Command.Of("cat"), Command.Of("cat").WithInput(""), Command.Of("cat").WithInput("a"), Command.Of("cat", "a")];
        Assert.Equal(4, StepProbes.Items([("one", alike)]).Select(item => item.Id).Distinct().Count());
    }
}
