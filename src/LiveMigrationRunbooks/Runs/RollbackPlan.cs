using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

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

/// <summary>One change of the run that is to be taken back.</summary>
public sealed record RollbackItem(string Host, ChangeDeed Deed, BackState State);

/// <summary>A batch of the run on one host: its number names the kept files.</summary>
public sealed record RunBatch(string Host, int Batch, ValueList<Deed> Deeds)
{
    /// <summary>The batches of changes that a run meant to do, in their order.</summary>
    public static IReadOnlyList<RunBatch> Of(Plan plan, JournalReading journal)
    {
        var deeds = plan.Deeds.ToDictionary(deed => deed.Id, StringComparer.Ordinal);
        return
        [
            .. journal.Records.OfType<BatchMeant>()
                .Select(meant => new RunBatch(meant.Host, meant.Batch, [.. meant.Deeds.Where(deeds.ContainsKey).Select(id => deeds[id])]))
                .Where(batch => batch.Deeds.Any(deed => deed is ChangeDeed)),
        ];
    }
}

/// <summary>What a rollback will do: each change of the run with what was found there now, and what it leaves alone.</summary>
/// <param name="Stays">Guests that the run moved: a rollback never moves them back.</param>
/// <param name="Unread">Hosts that could not be read.</param>
public sealed record RollbackPlan(string Run, ValueList<RollbackItem> Items, ValueList<string> Stays, ValueList<PlanHost> Unread)
{
    public bool HasWork => Items.Any(item => item.State == BackState.Back);
}
