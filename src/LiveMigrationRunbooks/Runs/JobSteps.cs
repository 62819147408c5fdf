using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Drifts;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Whose job it is: what hosts keep of it names the run and its runbook.</summary>
internal sealed record Author(string Run, string Runbook);

/// <summary>The deeds of a batch as steps of a job. What a change calls for is owed from before the change until it was run.</summary>
internal static class JobSteps
{
    /// <summary>What goes back goes on past what cannot be taken back.</summary>
    /// <param name="all">The deeds of the host in this stage where more batches than this make it up: what a change calls for may come later.</param>
    public static Job Job(Author by, int batch, ValueList<Deed> deeds, ValueList<Deed>? all = null) =>
        new(by.Run, batch, [.. deeds.Select(deed => Of(deed, all ?? deeds, by))]) { GoesOn = deeds.Any(deed => deed is ChangeDeed { Restores: not null }) };

    /// <summary>Only what changes of the running system.</summary>
    /// <param name="kept">What a later job finishes: that one says what the host was given.</param>
    public static Job Runtime(Author by, int batch, ValueList<Deed> changes, ValueList<Deed> kept, ValueList<Deed> all) => new(by.Run, batch, [.. changes.OfType<ChangeDeed>().Select(deed =>
    {
        var step = Of(deed with { Restores = kept.Contains(deed) ? null : deed.Restores, Change = deed.Change with { Persist = [], Files = [] } }, all, by);
        return kept.Contains(deed) ? step with { Owns = null } : step;
    })]);

    /// <summary>What remains after that: files, what loads them, and operations.</summary>
    public static Job Kept(Author by, int batch, ValueList<Deed> deeds, ValueList<Deed> all) => Job(by, batch, [.. deeds.Select(deed => deed is ChangeDeed change ? change with { Change = change.Change with { Runtime = [] } } : deed)], all);

    private static JobStep Of(Deed deed, ValueList<Deed> deeds, Author by) => deed switch
    {
        ChangeDeed { Restores: { } origin } back => new JobStep(deed.Id, [.. back.Change.Persist, .. back.Change.Runtime], back.Change.Files)
        {
            Restores = origin,
            Afterwards = back.Change.UndoAfterFiles ?? [],
            Owes = [.. Called(back, deeds).Select(operation => Owed(operation, by.Run))],
        },
        ChangeDeed change => new JobStep(deed.Id, change.Change.Commands, change.Change.Files)
        {
            Owes = [.. Called(change, deeds).Select(operation => Owed(operation, by.Run))],
            Owns = LastApplied.Of(change, by.Run, by.Runbook) is var applied ? new OwnedValue([.. applied.Keys.Select(LastApplied.NameOf)], applied.Text) : null,
        },
        OperationDeed operation => new JobStep(deed.Id, operation.Operation.Commands, []) { Settles = OwedOperation.KeyOf(operation.Step) },
        _ => throw new InvalidOperationException($"{deed.GetType().Name} is not part of a batch."),
    };

    private static IEnumerable<OperationDeed> Called(ChangeDeed change, ValueList<Deed> deeds) => deeds.OfType<OperationDeed>().Where(operation => change.Notifies.Contains(operation.Step.Name));

    private static OwedMark Owed(OperationDeed operation, string run)
    {
        var owed = new OwedOperation(operation.Step, operation.CalledBy, run);
        return new OwedMark(owed.Key, owed.Text);
    }
}
