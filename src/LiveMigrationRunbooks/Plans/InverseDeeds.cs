using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// The deeds that take others of one host back: what was done last is undone first, then what the changes had called for runs once more,
/// because a daemon that loaded the new file must load the old one. An operation that did not run has nothing to load again; running it is
/// harmless.
/// </summary>
public static class InverseDeeds
{
    /// <param name="batches">In the order in which they were done.</param>
    /// <param name="isTaken">Whether a change is taken back; one that did not run, or that a stranger has changed since, is not.</param>
    public static ValueList<Deed> Of(IEnumerable<RunBatch> batches, Func<RunBatch, ChangeDeed, bool> isTaken)
    {
        var taken = batches.Select(batch => (Batch: batch, Changes: batch.Deeds.OfType<ChangeDeed>().Where(deed => isTaken(batch, deed)).ToList()))
            .Where(each => each.Changes.Count > 0).Reverse().ToList();
        // A change that was begun twice, because a run was resumed, is taken back twice.
        var twice = taken.SelectMany(each => each.Changes).CountBy(deed => deed.Id).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. taken.SelectMany(each => each.Changes.AsEnumerable().Reverse().Select(deed => deed with
            {
                Id = twice.Contains(deed.Id) ? $"{deed.Id}.{each.Batch.Number}" : deed.Id,
                Change = deed.Change.Inverse(),
                Restores = each.Batch.PlaceOf(deed),
                // What other hosts made has no part in the way back.
                Peers = null,
            })),
            .. Operations(taken.Select(each => each.Batch).Reverse()),
        ];
    }

    private static IEnumerable<OperationDeed> Operations(IEnumerable<RunBatch> batches) => batches
        .SelectMany(batch => batch.Deeds.OfType<OperationDeed>())
        .Where(deed => deed.Operation.Irreversible is null)
        .DistinctBy(deed => OwedOperation.KeyOf(deed.Step), StringComparer.Ordinal);
}
