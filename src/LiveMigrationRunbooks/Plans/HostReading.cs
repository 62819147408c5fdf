using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans.Drifts;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>Why a host could not be read: a stable reason id, one sentence that names host and cause, and what to do.</summary>
public sealed record HostTrouble(string Reason, string What, string Remedy);

/// <summary>What one host told in answer to the plan's read script.</summary>
/// <param name="Trouble">Why there is nothing else; null where the host answered.</param>
/// <param name="Answers">Results by <see cref="StepId"/>.</param>
/// <param name="Hypervisor">What libvirt told, where the runbook moves guests from or to this host.</param>
/// <param name="Pairs">What it told about the other hosts of a move, and about the guests that may come.</param>
/// <param name="Claim">The run that this host belongs to and that has not ended; null where it is free.</param>
public sealed record HostReading(
    string Host,
    HostTrouble? Trouble,
    HostFacts Facts,
    IReadOnlyDictionary<string, Answers> Answers,
    HypervisorReading? Hypervisor,
    ProbeAnswers Pairs,
    HeldBy? Claim)
{
    /// <summary>What earlier runs were to run on this host and did not.</summary>
    public ValueList<OwedOperation> Owed { get; init; } = [];

    /// <summary>The last value of each key that runs gave here; read where drift asks for it.</summary>
    public ValueList<LastApplied> Applied { get; init; } = [];

    /// <summary>Which machine it is.</summary>
    public HostIdentity Identity { get; init; } = HostIdentity.None;

    /// <summary>Runs that are sending guests here, with the memory that those will take.</summary>
    public ValueList<ReservedBy> Reserved { get; init; } = [];

    /// <summary>What guests' moves from here cost before.</summary>
    public ValueList<PastMove> Left { get; init; } = [];

    public static HostReading NotRead(string host, HostTrouble trouble) =>
        new(host, trouble, HostFacts.None, new Dictionary<string, Answers>(), null, ProbeAnswers.NotAsked, null);
}

/// <summary>A run that holds a host.</summary>
/// <param name="AtWork">Whether a session or a job of it lives on the host just now.</param>
public sealed record HeldBy(string Run, string Controller, bool AtWork);

/// <summary>A run that sends guests to a host, with the memory in KiB that they will take there.</summary>
/// <param name="AtWork">Whether the session that reserved, or a job of the run, lives on the host just now.</param>
public sealed record ReservedBy(string Run, string Controller, long Kib, bool AtWork);
