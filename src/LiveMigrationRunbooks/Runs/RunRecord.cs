using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Something that happened in a run, for whoever watches it.</summary>
public sealed record RunEvent(string Host, string Text);

/// <summary>How one deed ended.</summary>
public sealed record DeedResult(Deed Deed, DeedEnd End, string Text, ValueMap<long> Figures);

/// <summary>
/// The results of a run while it goes on: each is in the journal before it is told. A journal that cannot be written ends the run by its
/// exception, because what is not on the disk was not promised.
/// </summary>
public sealed class RunRecord(StoredRun stored, Action<RunEvent> tell)
{
    private readonly Dictionary<string, DeedResult> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _batches = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();

    public string Run => stored.Id;

    /// <summary>The number of the next job on a host; with the run's id it names the job for ever.</summary>
    public int NextBatch(string host)
    {
        lock (_turn) return _batches[host] = _batches.GetValueOrDefault(host, 0) + 1;
    }

    public void Mean(JournalRecord intent) => stored.Journal.Append(intent);

    public void End(Deed deed, DeedEnd end, string text, ValueMap<long>? figures = null)
    {
        var result = new DeedResult(deed, end, text, figures ?? ValueMap<long>.Empty);
        stored.Journal.Append(new DeedEnded(deed.Id, deed.Host, end, text, result.Figures));
        lock (_turn) _results[deed.Id] = result;
        if (end != DeedEnd.NotRun) tell(new RunEvent(deed.Host, text));
    }

    public void Tell(string host, string text) => tell(new RunEvent(host, text));

    public bool IsEnded(Deed deed)
    {
        lock (_turn) return _results.ContainsKey(deed.Id);
    }

    public DeedResult? Of(Deed deed)
    {
        lock (_turn) return _results.GetValueOrDefault(deed.Id);
    }

    public IReadOnlyList<DeedResult> Results
    {
        get
        {
            lock (_turn) return [.. _results.Values];
        }
    }

    /// <summary>The name of the runbook, which hosts keep with what it gave them.</summary>
    public string Runbook { get; init; } = "";
}
