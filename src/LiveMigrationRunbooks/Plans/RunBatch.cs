using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Plans;

/// <summary>A batch of a run on one host: run and number name its job there, and the place of a deed in it names the before-images.</summary>
public sealed record RunBatch(string Run, string Host, int Number, ValueList<Deed> Deeds)
{
    /// <summary>The batches of changes that a run meant to do, in their order; what it took back itself is read as such on the hosts.</summary>
    public static IReadOnlyList<RunBatch> Of(string run, Plan plan, JournalReading journal)
    {
        var deeds = plan.Deeds.ToDictionary(deed => deed.Id, StringComparer.Ordinal);
        return
        [
            .. journal.Records.OfType<BatchMeant>().Where(meant => meant.Returns is null)
                .Select(meant => new RunBatch(run, meant.Host, meant.Batch, [.. meant.Deeds.Where(deeds.ContainsKey).Select(id => deeds[id])]))
                .Where(batch => batch.Deeds.Any(deed => deed is ChangeDeed)),
        ];
    }

    public JobPlace PlaceOf(Deed deed) => new(Run, Number, Deeds.Index().First(entry => entry.Item.Id == deed.Id).Index);
}
