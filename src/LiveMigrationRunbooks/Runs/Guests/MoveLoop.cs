using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// The deeds that concern one guest, one at a time. Each begins only where the one before it on the same guest is done: a guest that did not
/// arrive is not settled, and a definition is not removed for it. What takes back what was done before the move is run all the same.
/// </summary>
internal sealed class MoveLoop(Func<string, IHypervisor> at, RunRecord record, MoveTerms terms, MovesNow now, Escalations? asked, TimeProvider time)
{
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);

    public async Task DoAsync(Deed deed, CancellationToken stop)
    {
        var uuid = deed.Guest ?? "";
        if (_stopped.Contains(uuid) && deed is not HookDeed { When: HookTime.After })
        {
            record.End(deed, DeedEnd.NotRun, "not run");
            return;
        }
        record.Mean(new DeedMeant(deed.Id, deed.Host));
        var sides = new GuestSides(at);
        await (deed switch
        {
            MoveDeed move => new MoveRun(at, record, terms, now, sides, asked, time).DoAsync(move, stop),
            SettleDeed settle => new SettleRun(at, record, sides).DoAsync(settle),
            UndefineDeed undefine => new UndefineRun(at, record, sides, time).DoAsync(undefine, stop),
            HookDeed hook => new HookRun(record, terms, terms.FailureAfter(deed.Play)).DoAsync(hook),
            ReadyDeed ready => new ReadyRun(new GuestSign(at, time), record, terms.FailureAfter(deed.Play), time).DoAsync(ready, stop),
            StopDeed down => new StopRun(at, record, time).DoAsync(down, stop),
            _ => throw new InvalidOperationException($"{deed.GetType().Name} does not concern a guest."),
        });
        if (record.Of(deed)?.End != DeedEnd.Done) _stopped.Add(uuid);
    }
}
