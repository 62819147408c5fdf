using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations.Preflights;

public enum PreflightVerdict
{
    Passed,
    Warning,
    Blocked,
}

/// <summary>One check of one guest for one target. <paramref name="Check"/> is a stable id (<see cref="PreflightCheck"/>); the remedy is empty where it passed.</summary>
public sealed record PreflightFinding(string Check, PreflightVerdict Verdict, string What, string Remedy = "")
{
    public static PreflightFinding Passed(string check, string what) => new(check, PreflightVerdict.Passed, what);

    public static PreflightFinding Warning(string check, string what, string remedy) => new(check, PreflightVerdict.Warning, what, remedy);

    public static PreflightFinding Blocked(string check, string what, string remedy) => new(check, PreflightVerdict.Blocked, what, remedy);
}

/// <summary>The ids of the checks.</summary>
public static class PreflightCheck
{
    public const string TargetAnswers = "target.answers";
    public const string Versions = "versions";
    public const string Machine = "machine";
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string Clash = "clash";
    public const string Storage = "storage";
    public const string HostBound = "host_bound";
    public const string Jobs = "jobs";
    public const string State = "state";
    public const string HostUuid = "host_uuid";
    public const string Networks = "networks";
    public const string Peer = "peer";
    public const string Port = "migration_port";
    public const string Owner = "owner";
    public const string Encryption = "encryption";
    public const string PostCopy = "post_copy";
    public const string Rdma = "rdma";
    public const string Hugepages = "hugepages";
    public const string Pinning = "pinning";
    public const string Locks = "locks";
    public const string Firmware = "firmware";
    public const string Tpm = "tpm";
}

/// <summary>
/// A host that guests may move to. <paramref name="Peer"/> is its name for <c>qemu+ssh</c> as the sources' root knows it; the reserve in KiB
/// is left free.
/// </summary>
public sealed record MoveTarget(string Name, string Peer, string MigrationAddress, long ReserveKib, HypervisorReading Reading, ProbeAnswers Probes)
{
    /// <summary>Checks that changes earlier in the same run are to make true, with the step that does: they are asked again before the move.</summary>
    public ValueMap<string> Awaited { get; init; } = ValueMap<string>.Empty;

    /// <summary>Whether the inventory names an address for migrations: one on a network that is there for them.</summary>
    public bool HasMigrationNetwork { get; init; } = true;

    /// <summary>Memory in KiB that other runs are about to fill with guests of theirs.</summary>
    public long ReservedKib { get; init; }

    /// <summary>
    /// Where the way for the migration is tried: the last port of the range. libvirt hands out the first free one, and a connection to a port
    /// on which a guest is just arriving would be taken for its source.
    /// </summary>
    public Endpoint TriedAddress => new(MigrationAddress, Reading is Hypervisor host ? host.Ports.Last : new MigrationPorts().Last);
}

/// <summary>All that the preflight of one guest looks at. <paramref name="Planned"/> is what has already been promised of the target's memory.</summary>
public sealed record PreflightScene(GuestReading Guest, string SourceName, Hypervisor Source, ProbeAnswers SourceProbes, MoveTarget Target, MemoryNeed Planned)
{
    /// <summary>How the guest may move.</summary>
    public MigrationPolicy Policy { get; init; } = MigrationPolicy.Balanced;

    /// <summary>Bytes that this plan has already promised of the target's file systems, by <see cref="DiskRoom.KeyOf"/>.</summary>
    public ValueMap<long> PlannedDisk { get; init; } = ValueMap<long>.Empty;
}
