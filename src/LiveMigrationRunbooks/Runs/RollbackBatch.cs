using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// The inverse of one batch: its changes from the last to the first, then its operations once more, because a daemon that loaded the new
/// file must load the old one.
/// </summary>
/// <param name="Deeds">All deeds of the batch, in its order: a before-image is found by the place of its step.</param>
/// <param name="Done">The deeds that ran.</param>
internal sealed record RollbackBatch(string OriginalRun, int OriginalBatch, IReadOnlyList<Deed> Deeds, IReadOnlyList<Deed> Done)
{
    public RollbackJob Job(string run, int batch) => new(
        run,
        batch,
        OriginalRun,
        OriginalBatch,
        [
            .. Done.OfType<ChangeDeed>().Reverse().Select(deed => new RollbackStep(deed.Id, Place(deed), deed.Change.Undo, deed.Change.Files, deed.Change.UndoAfterFiles ?? [])),
            .. Operations().Select(deed => new RollbackStep(deed.Id, Place(deed), deed.Operation.Commands, [], []) { Settles = OwedOperation.KeyOf(deed.Step) }),
        ]);

    // An operation that did not run before its caller was taken back has nothing to load again; running it is harmless.
    private IEnumerable<OperationDeed> Operations() => Deeds.OfType<OperationDeed>().Where(deed => deed.Operation.Irreversible is null && Done.OfType<ChangeDeed>().Any());

    private int Place(Deed deed) => Deeds.Index().First(entry => entry.Item.Id == deed.Id).Index;
}
