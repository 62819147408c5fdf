using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Plans;

/// <summary>A batch of a run on one host: run and number name its job there, and the place of a deed in it names the before-images.</summary>
public sealed record RunBatch(string Run, string Host, int Number, ValueList<Deed> Deeds)
{
    /// <summary>The step of the job that does each deed; null where they are its steps in their order.</summary>
    public ValueList<int>? Places { get; init; }

    /// <summary>What a record of a journal meant; deeds that are not known are none of it.</summary>
    public static RunBatch Of(string run, BatchMeant meant, IReadOnlyDictionary<string, Deed> deeds)
    {
        var known = meant.Deeds.Index().Where(entry => deeds.ContainsKey(entry.Item)).ToList();
        return new RunBatch(run, meant.Host, meant.Batch, [.. known.Select(entry => deeds[entry.Item])]) { Places = [.. known.Select(entry => meant.Places?[entry.Index] ?? entry.Index)] };
    }

    /// <summary>The batches of changes that a run meant to do, in their order; what it took back itself is read as such on the hosts.</summary>
    public static IReadOnlyList<RunBatch> Of(string run, Plan plan, JournalReading journal)
    {
        var deeds = plan.Deeds.ToDictionary(deed => deed.Id, StringComparer.Ordinal);
        return
        [
            .. journal.Records.OfType<BatchMeant>().Where(meant => meant.Returns is null)
                .Select(meant => Of(run, meant, deeds))
                .Where(batch => batch.Deeds.Any(deed => deed is ChangeDeed)),
        ];
    }

    public JobPlace PlaceOf(Deed deed)
    {
        var index = Deeds.Index().First(entry => entry.Item.Id == deed.Id).Index;
        return new JobPlace(Run, Number, Places?[index] ?? index);
    }
}
