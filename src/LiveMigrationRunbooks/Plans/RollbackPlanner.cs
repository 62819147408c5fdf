using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Plans;

/// <summary>What a rollback finds where a run made a change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BackState>))]
public enum BackState
{
    /// <summary>As the run left it: it is taken back.</summary>
    Back,

    /// <summary>As it was before the run: nothing to do.</summary>
    Already,

    /// <summary>Neither: somebody else changed it since, and it is left alone.</summary>
    ChangedSince,
}

/// <summary>One change of a run as it is found now.</summary>
public sealed record FoundChange(RunBatch Batch, ChangeDeed Deed, BackState State);

/// <summary>What a plan takes back.</summary>
/// <param name="Run">The run whose changes go.</param>
/// <param name="Stays">What does not come back, each as a sentence: guests that it moved, operations that have no way back.</param>
public sealed record PlanReturn(string Run, ValueList<string> Stays);

/// <summary>Makes the plan that takes a run's changes back: an ordinary plan, which is carried out, journaled, resumed and taken back like any other.</summary>
public static class RollbackPlanner
{
    /// <param name="hosts">The hosts that are taken back, with the trouble of those that could not be read.</param>
    /// <param name="found">The run's changes, batch by batch in the order in which they were done.</param>
    public static Plan Make(string run, Plan plan, JournalReading journal, IReadOnlyList<PlanHost> hosts, IReadOnlyList<FoundChange> found)
    {
        var deeds = hosts.SelectMany(host => Deeds(host.Name, [.. found.Where(each => each.Batch.Host == host.Name)])).ToList();
        ValueList<string> names = [.. hosts.Select(host => host.Name)];
        return new Plan(
            Plan.CurrentFormat,
            plan.Runbook,
            $"Rollback of run {run}",
            [.. hosts],
            [new PlanPlay($"Rollback of run {run}", [names], names.Count, 0, RollsBack: false, null)],
            [.. found.Reverse().Select(Line)],
            [.. deeds])
        {
            Returns = new PlanReturn(run, [.. Stays(plan, journal)]),
        };
    }

    private static IEnumerable<Deed> Deeds(string host, IReadOnlyList<FoundChange> found)
    {
        var batches = found.Select(each => each.Batch).DistinctBy(batch => batch.Number);
        var inverse = InverseDeeds.Of(batches, (batch, deed) => found.Any(each => each.Batch == batch && each.Deed == deed && each.State == BackState.Back));
        return
        [
            .. found.Where(each => each.State == BackState.ChangedSince)
                .Select(each => new LeaveDeed($"{each.Deed.Id}.leave", 0, 0, host, each.Deed.Step, "somebody else changed it since; it is left as it is")),
            .. inverse.Select(deed => deed with { Play = 0, Stage = 0 }),
        ];
    }

    private static PlanLine Line(FoundChange each) => new(
        0, 0, each.Batch.Host, each.Deed.Step.Name, each.Deed.Step.Kind,
        each.State switch { BackState.Back => LineState.Change, BackState.Already => LineState.Same, _ => LineState.Foreign },
        "", each.State == BackState.Back ? each.Deed.Change.Inverse().Differences : [], []);

    private static IEnumerable<string> Stays(Plan plan, JournalReading journal)
    {
        var done = journal.Records.OfType<DeedEnded>().Where(record => record.End == DeedEnd.Done).Select(record => record.Deed).ToHashSet(StringComparer.Ordinal);
        return plan.Deeds.Where(deed => done.Contains(deed.Id)).Select(Stays).OfType<string>();
    }

    private static string? Stays(Deed deed) => deed switch
    {
        MoveDeed move => $"{move.Move.Name} stays on {move.Move.Target}: a rollback moves no guests",
        StopDeed stop => $"{stop.Stop.Name} {stop.Stop.Back}",
        OperationDeed { Operation.Irreversible: { } why } operation => $"{operation.Host}: {operation.Step.Name} cannot be undone: {why}",
        _ => null,
    };
}
