using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Journals;

/// <summary>How a deed ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeedEnd>))]
public enum DeedEnd
{
    Done,
    Failed,

    /// <summary>Taken back after it, or one with it, had failed.</summary>
    RolledBack,

    /// <summary>Never begun, because something before it did not succeed.</summary>
    NotRun,

    /// <summary>Still going on by itself when the run ended; the next apply looks after it.</summary>
    UnderWay,

    /// <summary>Nobody knows, or both sides say what cannot be: nothing more is done, a human is needed.</summary>
    Held,
}

/// <summary>
/// One line of a run's journal. Intent is durable before a host is touched, so what a dead run may have done is known from the journal,
/// and what it did do from the hosts.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RunBegan), "run_began")]
[JsonDerivedType(typeof(RunResumed), "run_resumed")]
[JsonDerivedType(typeof(BatchMeant), "batch_meant")]
[JsonDerivedType(typeof(GuardArmed), "guard_armed")]
[JsonDerivedType(typeof(DeedMeant), "deed_meant")]
[JsonDerivedType(typeof(DeedEnded), "deed_ended")]
[JsonDerivedType(typeof(HostLost), "host_lost")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
public abstract record JournalRecord;

/// <param name="Undoes">The run that this one takes back; null for an apply.</param>
public sealed record RunBegan(string Run, string Runbook, string PlanDigest, ValueList<string> Hosts, string? Undoes) : JournalRecord
{
    /// <summary>Whether somebody said that the run need not keep to the runbook's window; null where it keeps to it, or where there is none.</summary>
    public bool? OutsideWindow { get; init; }

    /// <summary>Who signed the plan, and with which key; null where nobody did.</summary>
    public string? SignedBy { get; init; }
}

/// <summary>A run that broke off goes on; what follows is what its hosts were found to be, and what was still to do.</summary>
/// <param name="TornBytes">Bytes of a record that was being written when it broke off, and that were cut off.</param>
public sealed record RunResumed(string PlanDigest, long TornBytes) : JournalRecord;

/// <summary>The deeds of one batch are about to be started on a host as one job.</summary>
public sealed record BatchMeant(string Host, int Batch, ValueList<string> Deeds) : JournalRecord
{
    /// <summary>The batch of the same run and host that this one takes back; null for one that goes forward.</summary>
    public int? Returns { get; init; }

    /// <summary>Where the deeds stand among the steps of the job; null where they are all of them.</summary>
    public ValueList<int>? Places { get; init; }
}

/// <summary>
/// A timer is about to be armed on a host: unless it is confirmed in these seconds, the host takes the batches back by itself. What came of it
/// only the host knows, until the deeds have ended.
/// </summary>
/// <param name="Batch">The number of the timer's own job.</param>
/// <param name="Batches">The batches that it takes back.</param>
public sealed record GuardArmed(string Host, int Batch, ValueList<int> Batches, int Seconds, ValueList<string> Deeds) : JournalRecord;

/// <summary>One deed outside a batch is about to begin.</summary>
public sealed record DeedMeant(string Deed, string Host) : JournalRecord;

/// <param name="Text">For people: what happened.</param>
/// <param name="Figures">Measured values, as <c>pause_ms</c>; empty where there are none.</param>
public sealed record DeedEnded(string Deed, string Host, DeedEnd End, string Text, ValueMap<long> Figures) : JournalRecord;

/// <summary>A host stopped answering, or was never reached.</summary>
public sealed record HostLost(string Host, string Reason, string What, string Remedy) : JournalRecord;

public sealed record RunEnded(int ExitCode, string Reason) : JournalRecord;
