using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hostile;

/// <summary>Whatever a host answers, it is answered with a verdict about this host, and all others go on.</summary>
public sealed class HostileAnswerTests
{
    public static TheoryData<string> Kinds => [.. StepFixture.Names.Select(name => Path.GetDirectoryName(name) ?? "").Distinct()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_kind_falls_over_any_answer(string kind)
    {
        foreach (var fixture in StepFixture.Names.Where(name => Path.GetDirectoryName(name) == kind).Select(StepFixture.Load).Where(each => each.Bind(new Findings()) is not null).Take(2))
        {
            var step = fixture.Bind(new Findings())!;
            var real = fixture.Answers.Results;
            foreach (var answers in HostileText.All.Values.SelectMany(bytes => Wrong(real, bytes)))
            {
                var verdict = step.JudgeAnyhow(answers, fixture.Scene);
                if (step is Check check) verdict = check.JudgeAnyhow(answers, fixture.Scene, [new HostAnswers(fixture.Scene, answers)]);
                if (verdict is Verdict.Refused refused) Assert.All(refused.Reasons, reason => Assert.True(reason.Reason.Length < 3000, $"{reason.Reason.Length}"));
                if (verdict is Verdict.Change { Planned.Before: var before })
                {
                    step.IsAtAnyhow(before, fixture.Answers, fixture.Scene);
                    step.MayBeAtAnyhow(before, answers, fixture.Scene);
                }
            }
        }
    }

    [Fact]
    public void No_reader_of_a_host_falls_over_any_answer()
    {
        foreach (var bytes in HostileText.All.Values)
        {
            foreach (var answer in Results(bytes))
            {
                HostFactsReader.Read(answer);
                HostGreeting.Read(answer.Text);
                ClaimReading.Read(answer);
                JobReading.Read(answer);
                OwedOperation.Read(answer);
                HypervisorReader.Read(answer);
                ProbeAnswers.Read(answer);
                MigrationStatistics.Read(answer);
                HostProblems.Explain("kvm1", 255, answer.Text, opening: true);
            }
        }
    }

    [Fact]
    public void What_a_host_complains_of_is_told_in_a_sentence()
    {
        foreach (var bytes in HostileText.All.Values)
        {
            Assert.True(new CommandResult(1, default, bytes).Complaint.Length < 350);
            Assert.True(HostProblems.Explain("kvm1", 255, new CommandResult(1, default, bytes).ErrorText, opening: true).What.Length < 500);
        }
    }

    [Fact]
    public void One_peer_that_answers_nonsense_does_not_fail_the_check_of_another()
    {
        var check = new Listening();
        var (good, bad) = (new Answers([CommandResult.OfText("1")]), new Answers([CommandResult.OfText("one")]));

        Assert.IsType<Verdict.Passed>(check.JudgeAnyhow(good, Here, [new HostAnswers(Here, good), new HostAnswers(Here, bad)]));
        Assert.StartsWith("What the host answered cannot be understood", Assert.IsType<Verdict.Failed>(check.JudgeAnyhow(bad, Here, [new HostAnswers(Here, good)])).Text, StringComparison.Ordinal);
    }

    private static Scene Here { get; } = new("kvm1", HostFacts.None, new Peer("kvm1", null), []);

    // Every answer at once, and each alone among real ones; with success, with failure, and cut off.
    private static IEnumerable<Answers> Wrong(ValueList<CommandResult> real, byte[] bytes)
    {
        foreach (var wrong in Results(bytes)) yield return new Answers([.. real.Select(_ => wrong)]);
        for (var at = 0; at < real.Count && real.Count > 1; at++) yield return new Answers([.. real.Select((answer, index) => index == at ? new CommandResult(0, bytes, default) : answer)]);
    }

    private static CommandResult[] Results(byte[] bytes) => [new CommandResult(0, bytes, bytes), new CommandResult(1, default, bytes), new CommandResult(0, bytes, default, 63 << 20)];

    private sealed record Listening : Check
    {
        public override ValueList<Command> Probe(Scene scene) => [Command.Of("true")];

        public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

        public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others) =>
            new Verdict.Passed($"{int.Parse(answers[0].Text) + others.Sum(other => int.Parse(other.Answers[0].Text))}");
    }
}
