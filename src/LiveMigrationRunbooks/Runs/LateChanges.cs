using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Changes that take something from other hosts which this run made there: each host is read once more, in one script, and the changes are
/// worked out with what they told. What a plan approved stays the measure: these deeds, on these hosts, for these peers.
/// </summary>
internal sealed class LateChanges(HostSessions sessions, RunRecord record, IReadOnlyDictionary<string, HostReading> readings)
{
    /// <summary>Whether a deed of a stage waits for the other hosts of it: such a change, and what it calls for.</summary>
    public static bool Waits(Deed deed, ValueList<Deed> stage) => deed switch
    {
        ChangeDeed change => change.Peers is not null,
        OperationDeed operation => stage.OfType<ChangeDeed>().Any(change => change.Peers is not null && change.Host == operation.Host && operation.CalledBy.Contains(change.Step.Name)),
        _ => false,
    };

    /// <returns>The deeds as they are done; what needs none, or is refused now, has its end in the record.</returns>
    public async Task<ValueList<Deed>> KnownAsync(ValueList<Deed> deeds)
    {
        if (deeds.Count == 0) return [];
        var questions = deeds.OfType<ChangeDeed>().SelectMany(Questions).DistinctBy(question => (question.Host, question.Id)).ToList();
        var answers = new ConcurrentDictionary<(string Host, string Id), Answers>();
        await sessions.EachAsync(questions.GroupBy(question => question.Host, StringComparer.Ordinal), async host =>
        {
            var probes = host.Select(question => (question.Id, StepBehind.Of(question.Step).Probe(StepBehind.Scene(host.Key, readings)))).ToList();
            if (await sessions.SendAsync(host.Key, new Request([.. StepProbes.Items(probes)]), CancellationToken.None) is not { } results) return;
            foreach (var (id, told) in StepProbes.Answers(probes, results)) answers[(host.Key, id)] = told;
        }, CancellationToken.None);
        return [.. deeds.Select(deed => deed is ChangeDeed change ? Known(change, answers) : deed).OfType<Deed>()];
    }

    private sealed record Question(string Host, string Id, StepReference Step);

    // One that asks the same of a host as another is the same.
    private static IEnumerable<Question> Questions(ChangeDeed deed) =>
        (deed.Peers ?? []).Select(peer => Of(peer.Name, deed, deed.Step with { Arguments = peer.Arguments ?? deed.Step.Arguments })).Append(Of(deed.Host, deed, deed.Step));

    private static Question Of(string host, ChangeDeed deed, StepReference step) => new(host, StepId.StepOf(deed.Id), step);

    private ChangeDeed? Known(ChangeDeed deed, ConcurrentDictionary<(string Host, string Id), Answers> answers)
    {
        var id = StepId.StepOf(deed.Id);
        // A host that was lost has its trouble told where it failed.
        if (!answers.TryGetValue((deed.Host, id), out var own)) return deed;
        ValueList<Peer> peers = [.. (deed.Peers ?? []).Select(peer => peer with { Answers = answers.GetValueOrDefault((peer.Name, id)), Trouble = sessions.Trouble(peer.Name)?.What, Coming = Still(deed) })];
        switch (StepBehind.Of(deed.Step).JudgeAnyhow(own, StepBehind.Scene(deed.Host, readings, peers)))
        {
            case Verdict.Change change:
                foreach (var note in change.Planned.Notes ?? []) record.Tell(deed.Host, $"{deed.Step.Name}: {note}");
                if (change.Planned.Awaited is { } missing) record.Tell(deed.Host, $"{deed.Step.Name}: what it takes from {string.Join(", ", missing)} is not there; it is done without");
                return deed with { Change = change.Planned };
            case Verdict.Refused refused:
                record.End(deed, DeedEnd.Failed, $"{deed.Step.Name}: {string.Join(' ', refused.Reasons.Select(reason => $"{reason.Reason} {reason.Remedy}"))}");
                return null;
            default:
                record.End(deed, DeedEnd.Done, $"{deed.Step.Name}: as wanted");
                return null;
        }
    }

    // What a peer has not made by now, because it failed or refused, is that host's failure and nobody else's.
    private static ValueMap<string> Still(ChangeDeed deed) =>
        ((StepBehind.Of(deed.Step) as ILooksAtPeers)?.NeededOfPeers() ?? []).Select(key => KeyValuePair.Create(key, deed.Step.Name)).ToValueMap();
}
