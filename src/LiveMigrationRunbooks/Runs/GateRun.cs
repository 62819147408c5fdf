using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Asks the gate's questions of a stage, one script a host, all hosts side by side, one before where hosts are asked about what others
/// prepare, and one after to end that; judged when all have answered. What may still settle by itself is asked again, with growing pauses, for as long as the check says.
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
        ValueList<Asked> all = [.. checks.Select(check => new Asked(check, CheckBehind(check), SceneOf(check, checks)))];
        var prepared = await SendAsync([.. all.Where(each => each.Step.IsMutual)], each => each.Step.Prepare(each.Scene));
        var first = prepared.ToDictionary(each => each.Asked.Check.Id, each => each.Answers, StringComparer.Ordinal);
        var told = await SendAsync(
            [.. all.Where(each => !each.Step.IsMutual || first.ContainsKey(each.Check.Id))],
            each => each.Step.IsMutual ? each.Step.Ask(each.Scene, first[each.Check.Id], Others(each, prepared)) : each.Step.Probe(each.Scene));
        await SendAsync([.. prepared.Select(each => each.Asked)], each => each.Step.Finish(each.Scene));
        return [.. told.Select(each => new Answered(each.Asked.Check, each.Asked.Step, each.Asked.Scene, first.GetValueOrDefault(each.Asked.Check.Id) is { } before ? new Answers([.. before.Results, .. each.Answers.Results]) : each.Answers))];
    }

    private static ValueList<HostAnswers> Others(Asked self, ValueList<(Asked Asked, Answers Answers)> prepared) =>
    [
        .. prepared.Where(each => each.Asked != self && StepId.StepOf(each.Asked.Check.Id) == StepId.StepOf(self.Check.Id))
            .OrderBy(each => each.Asked.Check.Host, StringComparer.Ordinal).Select(each => new HostAnswers(each.Asked.Scene, each.Answers)),
    ];

    // A host's own address stands where the others are asked about it.
    private Scene SceneOf(CheckDeed check, ValueList<CheckDeed> checks)
    {
        var scene = StepBehind.Scene(check.Host, readings, check.Peers) with { WindowEnd = windowEnd };
        return checks.SelectMany(each => each.Peers).FirstOrDefault(peer => peer.Name == check.Host) is { } self ? scene with { Self = self } : scene;
    }

    /// <returns>Those whose hosts answered; a host that was lost is not among them.</returns>
    private async Task<ValueList<(Asked Asked, Answers Answers)>> SendAsync(ValueList<Asked> all, Func<Asked, ValueList<Command>> question)
    {
        var answered = new ConcurrentBag<(Asked, Answers)>();
        await sessions.EachAsync(
            all.GroupBy(each => each.Check.Host, StringComparer.Ordinal),
            async group =>
            {
                var steps = group.ToDictionary(each => each.Check.Id, StringComparer.Ordinal);
                ValueList<(string Id, ValueList<Command> Commands)> probes = [.. group.Select(each => (each.Check.Id, question(each)))];
                ValueList<RequestItem> items = [.. StepProbes.Items(probes, id => steps[id].Step.Patience())];
                var results = items.Count == 0 ? new Dictionary<string, CommandResult>() : await sessions.SendAsync(group.Key, new Request(items), CancellationToken.None);
                if (results is null) return;
                foreach (var (id, answers) in StepProbes.Answers(probes, results)) answered.Add((steps[id], answers));
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

    private static Check CheckBehind(CheckDeed deed) => StepBehind.Of(deed.Step) as Check ?? throw new InvalidOperationException($"{deed.Step.Kind} is no check.");

    private sealed record Asked(CheckDeed Check, Check Step, Scene Scene);

    private sealed record Answered(CheckDeed Check, Check Step, Scene Scene, Answers Answers);
}
