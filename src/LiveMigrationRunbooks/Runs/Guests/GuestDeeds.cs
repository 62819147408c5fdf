using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>What is to be done about one guest, one deed after the other.</summary>
internal sealed record GuestDeeds(ValueList<Deed> Deeds)
{
    /// <summary>Null of a guest that is taken down where it is.</summary>
    public GuestMove? Move => Deed.MoveOf(Deeds[0]);

    public string Wave => Deeds[0] is StopDeed { Stop.Wave: var wave } ? wave : Move?.Wave ?? "";

    /// <summary>Whether something is begun. What an earlier run began goes on by itself, and what is only to be ended keeps nobody from leaving.</summary>
    public bool Begins => Deeds[0] is HookDeed { When: HookTime.Before } or MoveDeed { UnderWay: false } or StopDeed;

    /// <summary>Whether it is on its way, or will be: it counts where moves are limited.</summary>
    public bool Moves => Deeds.Any(deed => deed is MoveDeed);

    /// <summary>The guests about whom something was begun that is not at its end. It is ended, whatever else became of their hosts meanwhile.</summary>
    /// <param name="open">Deeds that have no end yet.</param>
    public static IReadOnlySet<string> Begun(IEnumerable<Deed> open) =>
        Of(open).Where(guest => !guest.Begins).Select(guest => guest.Deeds[0].Guest).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Guests by wave, in the order of the plan; those that go down after those that leave. What was begun is looked after first, beside the wave that is the first to
    /// leave where it belongs to it.
    /// </summary>
    public static ValueList<ValueList<GuestDeeds>> ByWave(IEnumerable<Deed> deeds)
    {
        var guests = Of(deeds).ToList();
        var first = guests.Find(guest => guest.Begins)?.Wave;
        var begun = guests.Where(guest => !guest.Begins).ToLookup(guest => guest.Wave == first);
        var waves = guests.Where(guest => guest.Begins).GroupBy(guest => (guest.Wave, guest.Moves)).Select(wave => wave.ToList()).ToList();
        if (waves.Count > 0) waves[0].InsertRange(0, begun[true]);
        return [.. new[] { begun[false] }.Concat(waves).Where(wave => wave.Any()).Select(wave => (ValueList<GuestDeeds>)[.. wave])];
    }

    private static IEnumerable<GuestDeeds> Of(IEnumerable<Deed> deeds) =>
        deeds.Where(deed => deed.Guest is not null).GroupBy(deed => deed.Guest, StringComparer.Ordinal).Select(guest => new GuestDeeds([.. guest]));
}
