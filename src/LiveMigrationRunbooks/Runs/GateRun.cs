using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks the gate's questions of a stage, one script a host, all hosts side by side; judged when all have answered.</summary>
internal sealed class GateRun(HostSessions sessions, RunRecord record, IReadOnlyDictionary<string, HostReading> readings)
{
    public async Task DoAsync(ValueList<CheckDeed> checks)
    {
        var answered = new ConcurrentBag<Answered>();
        await sessions.EachAsync(
            checks.GroupBy(check => check.Host, StringComparer.Ordinal),
            async group =>
            {
                foreach (var each in await AskAsync(group.Key, [.. group])) answered.Add(each);
            },
            CancellationToken.None);
        var all = answered.ToLookup(each => StepId.StepOf(each.Check.Id), StringComparer.Ordinal);
        foreach (var check in checks)
        {
            var same = all[StepId.StepOf(check.Id)].OrderBy(each => each.Check.Host, StringComparer.Ordinal).ToList();
            var (end, text) = same.Find(each => each.Check == check) is { } self
                ? Judge(self, [.. same.Where(each => each != self).Select(each => new HostAnswers(each.Scene, each.Answers))])
                : (DeedEnd.Failed, sessions.Trouble(check.Host)?.What);
            record.End(check, end, $"{check.Step.Name}: {text}");
        }
    }

    private static (DeedEnd End, string? Text) Judge(Answered self, ValueList<HostAnswers> others) => self.Step.JudgeAnyhow(self.Answers, self.Scene, others) switch
    {
        Verdict.Passed passed => (DeedEnd.Done, passed.Text),
        Verdict.Failed failed => (DeedEnd.Failed, $"{failed.Text.TrimEnd('.')}. {failed.Remedy}"),
        var other => (DeedEnd.Failed, $"a check cannot be {other.GetType().Name}"),
    };

    /// <returns>Nothing where the host was lost.</returns>
    private async Task<IReadOnlyList<Answered>> AskAsync(string host, ValueList<CheckDeed> checks)
    {
        var asked = checks.Select(check => (Check: check, Step: CheckBehind(check), Scene: StepBehind.Scene(host, readings, check.Peers))).ToList();
        var probes = asked.Select(each => (each.Check.Id, each.Step.Probe(each.Scene))).ToList();
        List<RequestItem> items = [.. asked.Zip(probes).SelectMany(each => StepProbes.Items([each.Second]).Select(item => item with { Timeout = each.First.Step.Patience() }))];
        var results = items.Count == 0 ? new Dictionary<string, CommandResult>() : await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None);
        if (results is null) return [];
        var answers = StepProbes.Answers(probes, results);
        return [.. asked.Select(each => new Answered(each.Check, each.Step, each.Scene, answers[each.Check.Id]))];
    }

    private static Check CheckBehind(CheckDeed deed) => StepBehind.Of(deed.Step) as Check ?? throw new InvalidOperationException($"{deed.Step.Kind} is no check.");

    private sealed record Answered(CheckDeed Check, Check Step, Scene Scene, Answers Answers);
}
