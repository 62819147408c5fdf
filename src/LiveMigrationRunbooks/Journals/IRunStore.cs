namespace LiveMigrationRunbooks.Journals;

/// <summary>Where runs are kept. One of the two seams through which a run has effects; the other is the connection to a host.</summary>
public interface IRunStore
{
    /// <summary>Where it is, for people.</summary>
    string Folder { get; }

    /// <summary>Ids of all runs, newest last.</summary>
    IReadOnlyList<string> Ids { get; }

    /// <exception cref="IOException">The disk is full, or the store cannot be written.</exception>
    IStoredRun Create(string id, TimeProvider time);

    /// <summary>Goes on with a run that broke off; null where its process is still there.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    IStoredRun? Continue(string id, JournalReading journal, TimeProvider time);

    /// <summary>Removes a run that was never begun.</summary>
    void Discard(string id);

    /// <summary>The text of the run's plan; null where there is none, with the reason.</summary>
    string? PlanOf(string id, out string why);

    JournalReading JournalOf(string id);

    bool Has(string id);

    /// <summary>Whether the process that made the run is still there.</summary>
    bool IsAlive(string id);

    /// <summary>What somebody else has asked of the run since.</summary>
    RunWish WishOf(string id);

    /// <summary>Asks something of a run from outside; it looks before each thing it begins.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    void Wish(string id, RunWish wish);

    /// <summary>What is asked of single moves of the run; null where the store takes no such questions.</summary>
    Escalations? EscalationsOf(string id) => null;
}

/// <summary>A run that this process makes.</summary>
public interface IStoredRun : IDisposable
{
    string Id { get; }

    /// <summary>The record is on the disk when this returns.</summary>
    /// <exception cref="IOException">It is not; the run must end.</exception>
    void Append(JournalRecord record);

    /// <summary>Keeps the plan, whole or not at all.</summary>
    void KeepPlan(string json);

    /// <summary>What somebody else has asked of this run.</summary>
    RunWish Wish { get; }

    /// <summary>What is asked of single moves of it; null where the store takes no such questions.</summary>
    Escalations? Escalations => null;
}

/// <summary>What can be asked of a run from outside.</summary>
public enum RunWish
{
    GoOn,

    /// <summary>Begin nothing new until somebody says otherwise.</summary>
    Hold,

    /// <summary>Begin nothing new, and end.</summary>
    Cancel,
}
