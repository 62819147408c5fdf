using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>What is to be done about one guest, one deed after the other.</summary>
internal sealed record GuestDeeds(ValueList<Deed> Deeds)
{
    public GuestMove Move => MoveOf(Deeds[0]);

    /// <summary>Whether it is still to leave. What an earlier run began goes on by itself, and what is only to be ended keeps nobody from leaving.</summary>
    public bool Leaves => Deeds[0] is MoveDeed { UnderWay: false };

    /// <summary>Whether it is on its way, or will be.</summary>
    public bool Moves => Deeds[0] is MoveDeed;

    /// <summary>
    /// Guests by wave, in the order of the plan. What was begun is looked after first, beside the wave that is the first to leave where it belongs to it.
    /// </summary>
    public static ValueList<ValueList<GuestDeeds>> ByWave(IEnumerable<Deed> deeds)
    {
        var guests = deeds.GroupBy(deed => MoveOf(deed).Uuid, StringComparer.Ordinal).Select(guest => new GuestDeeds([.. guest])).ToList();
        var first = guests.Find(guest => guest.Leaves)?.Move.Wave;
        var begun = guests.Where(guest => !guest.Leaves).ToLookup(guest => guest.Move.Wave == first);
        var waves = guests.Where(guest => guest.Leaves).GroupBy(guest => guest.Move.Wave, StringComparer.Ordinal).Select(wave => (ValueList<GuestDeeds>)[.. wave.Key == first ? begun[true] : [], .. wave]);
        return begun[false].Any() ? [[.. begun[false]], .. waves] : [.. waves];
    }

    private static GuestMove MoveOf(Deed deed) => deed switch
    {
        MoveDeed move => move.Move,
        SettleDeed settle => settle.Move,
        UndefineDeed undefine => undefine.Move,
        _ => throw new InvalidOperationException($"{deed.GetType().Name} does not concern a guest."),
    };
}
