using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>One host: what libvirt has there, what <c>lmr</c> has written down there, and what a daemon that stands still has not done yet.</summary>
internal sealed class SimulatedHost(string name)
{
    private readonly Queue<Action> _unheard = new();

    public string Name { get; } = name;

    public Dictionary<string, SimulatedCopy> Copies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, MoveRecord> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>The moves that were begun here, by the batch that began them.</summary>
    public Dictionary<int, SimulatedMove> Batches { get; } = [];

    /// <summary>The batches that asked guests to go down.</summary>
    public HashSet<int> Stops { get; } = [];

    public Dictionary<string, MigrationStatistics> Completed { get; } = new(StringComparer.Ordinal);

    /// <summary>Over which memory of guests comes or goes in the midst of a post-copy.</summary>
    public Dictionary<string, MigrationLink> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>Guests of which a job that will not end holds the definition.</summary>
    public HashSet<string> Held { get; } = new(StringComparer.Ordinal);

    public bool IsReachable { get; set; } = true;

    public bool IsFrozen { get; private set; }

    /// <summary>Done at once, or as soon as the daemon goes on: what was sent to it is not lost.</summary>
    public void Hear(Action what)
    {
        if (IsFrozen) _unheard.Enqueue(what);
        else what();
    }

    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        while (_unheard.TryDequeue(out var what)) what();
    }

    /// <summary>Another daemon begins anew: it knows the guests, and nothing of what the last one had not heard or only remembered.</summary>
    public void Restart()
    {
        _unheard.Clear();
        Completed.Clear();
        Held.Clear();
        IsFrozen = false;
        foreach (var uuid in Copies.Keys.ToList()) Notice(uuid);
    }

    public void Notice(string uuid)
    {
        if (!Copies.TryGetValue(uuid, out var copy) || copy.HasQemu || !GuestCondition.Parse(copy.State).IsActive) return;
        if (copy.Persistent) copy.Become("shut off (crashed)");
        else Copies.Remove(uuid);
    }

    /// <summary>Ends a copy that waited for memory, and with it all that is known of the guest here.</summary>
    public void Drop(string uuid)
    {
        if (Copies.GetValueOrDefault(uuid) is { Persistent: false } copy)
        {
            copy.LoseQemu();
            Hear(() => Copies.Remove(uuid));
        }
    }
}
