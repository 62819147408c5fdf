using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Resuming;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Something that happened in a run, for whoever watches it.</summary>
/// <param name="Text">Empty where only <see cref="Move"/> is new.</param>
public sealed record RunEvent(string Host, string Text)
{
    /// <summary>The move that the text is about, where it is one that goes on.</summary>
    public MoveNow? Move { get; init; }
}

/// <summary>How one deed ended.</summary>
public sealed record DeedResult(Deed Deed, DeedEnd End, string Text, ValueMap<long> Figures);

/// <summary>
/// The results of a run while it goes on: each is in the journal before it is told. A journal that cannot be written ends the run by its
/// exception, because what is not on the disk was not promised.
/// </summary>
/// <param name="from">Where the run stands; at its start where left out.</param>
public sealed class RunRecord(IStoredRun stored, Action<RunEvent> tell, Position? from = null)
{
    private readonly Dictionary<string, DeedResult> _results = Known(from ?? Position.Start).ToDictionary(result => result.Deed.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _batches = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private volatile bool _left;

    public string Run => stored.Id;

    /// <summary>Where the run stood when this process took it up.</summary>
    public Position From { get; } = from ?? Position.Start;

    /// <summary>The number of the next job on a host; with the run's id it names the job for ever.</summary>
    public int NextBatch(string host)
    {
        lock (_turn) return _batches[host] = (_batches.TryGetValue(host, out var last) ? last : From.LastBatch(host)) + 1;
    }

    public void Mean(JournalRecord intent)
    {
        lock (_turn)
        {
            if (_left) throw new OperationCanceledException("The run has been left.");
            stored.Append(intent);
        }
    }

    /// <summary>
    /// Ends the record where it stands, as a kill would, and says so: whatever still goes on in this process reaches neither it nor anybody's
    /// ears. Claims stay as they are; whoever resumes looks what became of the rest.
    /// </summary>
    public RunSummary Leave(bool cancelled, IEnumerable<Deed> deeds)
    {
        var (code, reason) = cancelled ? (RunSummary.Incomplete, RunSummary.Cancelled) : (RunSummary.Interrupted, RunSummary.WasInterrupted);
        Mean(new RunEnded(code, reason));
        lock (_turn)
        {
            _left = true;
            return new RunSummary(
                Run, code, reason, [], [.. deeds.Select(deed => _results.GetValueOrDefault(deed.Id) ?? new DeedResult(deed, DeedEnd.UnderWay, "not known yet", ValueMap<long>.Empty))]);
        }
    }

    public void End(Deed deed, DeedEnd end, string text, ValueMap<long>? figures = null)
    {
        var result = new DeedResult(deed, end, text, figures ?? ValueMap<long>.Empty);
        Mean(new DeedEnded(deed.Id, deed.Host, end, text, result.Figures));
        lock (_turn) _results[deed.Id] = result;
        if (end != DeedEnd.NotRun) Tell(deed.Host, text);
    }

    /// <summary>Puts what was found about deeds into the journal; their hosts are claimed by now.</summary>
    public void KeepFound()
    {
        foreach (var found in From.Found) End(found.Deed, found.End, found.Text);
    }

    public void Tell(string host, string text, MoveNow? move = null)
    {
        if (!_left) tell(new RunEvent(host, text) { Move = move });
    }

    /// <summary>Whether something went wrong on a host.</summary>
    public bool HasFailed(string host) => Results.Any(result => result.Deed.Host == host && result.End is DeedEnd.Failed or DeedEnd.RolledBack or DeedEnd.Held && !result.Figures.ContainsKey(MoveFigures.HostSpared));

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

    private static IEnumerable<DeedResult> Known(Position from) => from.Ended.Concat(from.Found);

    /// <summary>The name of the runbook, which hosts keep with what it gave them.</summary>
    public string Runbook { get; init; } = "";

    internal Author Author => new(Run, Runbook);
}
