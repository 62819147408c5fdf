namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>What a process that was killed is told wherever it still tries to have an effect.</summary>
public sealed class KilledException() : Exception("The process is dead.");

/// <summary>
/// Counts the effects of a run, each before and after it, and kills the run at one of them: from then on nothing of it reaches disk or host,
/// its lock is free and its connections are gone, as after SIGKILL.
/// </summary>
public sealed class Effects(int? killAt = null)
{
    private readonly Lock _turn = new();
    private readonly List<string> _seen = [];
    private readonly List<Action> _leaving = [];
    private bool _dead;

    /// <summary>All points that were passed, by the kind of their effect.</summary>
    public IReadOnlyList<string> Seen => _seen;

    public bool IsDead
    {
        get
        {
            lock (_turn) return _dead;
        }
    }

    /// <summary>The first point of each kind: the same record, or the same request, is one kind, on whichever host and for whichever deed.</summary>
    public static IReadOnlyList<(int At, string Kind)> Distinct(IEnumerable<string> seen) => [.. seen.Index().Select(entry => (entry.Index + 1, entry.Item)).DistinctBy(entry => entry.Item)];

    /// <summary>What the death of the process ends too.</summary>
    public void AtDeath(Action leave)
    {
        lock (_turn) _leaving.Add(leave);
    }

    public void Point(string kind)
    {
        List<Action> leaving = [];
        lock (_turn)
        {
            if (_dead) throw new KilledException();
            _seen.Add(kind);
            if (_seen.Count != killAt) return;
            _dead = true;
            leaving = [.. _leaving];
        }
        foreach (var leave in leaving) leave();
        throw new KilledException();
    }
}
