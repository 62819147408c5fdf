using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Asks the gate's questions of a stage, one script a host, all hosts side by side; judged when all have answered. What may still settle by
/// itself is asked again, with growing pauses, for as long as the check says.
/// </summary>
internal sealed class GateRun(HostSessions sessions, RunRecord record, IReadOnlyDictionary<string, HostReading> readings, TimeProvider time, DateTimeOffset? windowEnd = null)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);

    public async Task DoAsync(ValueList<CheckDeed> checks, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var answered = await AskAsync(checks);
        for (var pause = s_shortest; Unsettled(checks, answered, time.GetElapsedTime(begun) + pause) is { Count: > 0 } open && !stop.IsCancellationRequested; pause = Longer(pause))
        {
            foreach (var step in open.GroupBy(each => each.Check.Step.Name, StringComparer.Ordinal))
                record.Tell("", $"{step.Key} does not pass yet on {string.Join(", ", step.Select(each => each.Check.Host))}: asked again in {Quantity.Text(pause)}");
            await Task.Delay(pause, time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            // All hosts of the same question: of a path both ends are asked.
            var again = open.Select(each => StepId.StepOf(each.Check.Id)).ToHashSet(StringComparer.Ordinal);
            ValueList<CheckDeed> asked = [.. checks.Where(check => again.Contains(StepId.StepOf(check.Id)))];
            var fresh = await AskAsync(asked);
            answered = [.. answered.Where(each => !asked.Contains(each.Check)), .. fresh];
        }
        foreach (var (check, (end, text)) in checks.Select(check => (check, Judge(check, answered)))) record.End(check, end, $"{check.Step.Name}: {text}");
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < s_longest ? pause * 2 : s_longest;

    private ValueList<Answered> Unsettled(ValueList<CheckDeed> checks, ValueList<Answered> answered, TimeSpan elapsed) =>
    [
        .. answered.Where(each => elapsed <= each.Step.SettlesWithin(each.Answers, each.Scene) && checks.Contains(each.Check) && Judge(each.Check, answered).End == DeedEnd.Failed),
    ];

    private (DeedEnd End, string? Text) Judge(CheckDeed check, ValueList<Answered> answered)
    {
        var same = answered.Where(each => StepId.StepOf(each.Check.Id) == StepId.StepOf(check.Id)).OrderBy(each => each.Check.Host, StringComparer.Ordinal).ToList();
        return same.Find(each => each.Check == check) is { } self
            ? Judge(self, [.. same.Where(each => each != self).Select(each => new HostAnswers(each.Scene, each.Answers))])
            : (DeedEnd.Failed, sessions.Trouble(check.Host)?.What);
    }

    private async Task<ValueList<Answered>> AskAsync(ValueList<CheckDeed> checks)
    {
        var answered = new ConcurrentBag<Answered>();
        await sessions.EachAsync(
            checks.GroupBy(check => check.Host, StringComparer.Ordinal),
            async group =>
            {
                foreach (var each in await AskAsync(group.Key, [.. group])) answered.Add(each);
            },
            CancellationToken.None);
        return [.. answered];
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
        var asked = checks.Select(check => (Check: check, Step: CheckBehind(check), Scene: StepBehind.Scene(host, readings, check.Peers) with { WindowEnd = windowEnd })).ToList();
        var probes = asked.Select(each => (each.Check.Id, each.Step.Probe(each.Scene))).ToList();
        // Of checks that ask the same the most patient one says how long it may take.
        List<RequestItem> items = [.. asked.Zip(probes).SelectMany(each => StepProbes.Items([each.Second]).Select(item => item with { Timeout = each.First.Step.Patience() }))
            .GroupBy(item => item.Id, (_, same) => same.MaxBy(item => item.Timeout)).OfType<RequestItem>()];
        var results = items.Count == 0 ? new Dictionary<string, CommandResult>() : await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None);
        if (results is null) return [];
        var answers = StepProbes.Answers(probes, results);
        return [.. asked.Select(each => new Answered(each.Check, each.Step, each.Scene, answers[each.Check.Id]))];
    }

    private static Check CheckBehind(CheckDeed deed) => StepBehind.Of(deed.Step) as Check ?? throw new InvalidOperationException($"{deed.Step.Kind} is no check.");

    private sealed record Answered(CheckDeed Check, Check Step, Scene Scene, Answers Answers);
}
