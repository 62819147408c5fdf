using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How a guest may be moved: how fast, over what, how long it may pause at the end, and by when the move must have ended.</summary>
/// <param name="BandwidthMibPerSecond">Null: as fast as the link.</param>
/// <param name="PauseStartMs">The pause that is allowed at first.</param>
/// <param name="PauseCeilingMs">The longest pause that is ever allowed; a move that needs more is cancelled, and the guest stays.</param>
/// <param name="Deadline">When a move is cancelled however well it goes.</param>
public sealed record MigrationPolicy(string Name, long? BandwidthMibPerSecond, bool AutoConverge, int PauseStartMs, int PauseCeilingMs, TimeSpan Deadline)
{
    /// <summary>The longest pause that QEMU takes.</summary>
    public const int LongestPauseMs = 2_000_000;

    /// <summary>How long a move may go on without coming closer to its end.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often a move is begun anew that failed for a reason that may pass, with the guest still at home.</summary>
    public int Retries { get; init; }

    /// <summary>Null: in the clear, and only between hosts that have a network for migrations.</summary>
    public MoveEncryption? Encryption { get; init; }

    public MoveControl Control { get; init; }

    /// <summary>Connections that share the memory between them; null for one.</summary>
    public int? Parallel { get; init; }

    public MoveCompression? Compression { get; init; }

    /// <summary>Whether disks go along that only the source has.</summary>
    public bool CopyDisks { get; init; } = true;

    /// <summary>When a guest may go on at its target before all of its memory is there; only with <see cref="LossAcceptedBy"/>.</summary>
    public PostCopyUse PostCopy { get; init; }

    /// <summary>For the memory that follows it then; null: as fast as the link.</summary>
    public long? PostCopyMibPerSecond { get; init; }

    /// <summary>Where the guest's owner accepts that post-copy may lose it; null where nobody does.</summary>
    public string? LossAcceptedBy { get; init; }

    /// <summary>Whether a guest may stand still for longer than any pause, where nothing else ends its move.</summary>
    public bool AllowSuspend { get; init; }

    /// <summary>For how long it may.</summary>
    public TimeSpan Suspend { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A move that takes this many times as long as was forecast, and <see cref="ForecastGrace"/> more, is cancelled before its deadline.</summary>
    public double ForecastTimes { get; init; } = 3;

    public TimeSpan ForecastGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Of the disks, only those of these names in their guests; null for all.</summary>
    public ValueList<string>? CopyOnly { get; init; }

    /// <summary>Whether memory is sent without being copied first.</summary>
    public bool ZeroCopy { get; init; }

    /// <summary>Whether memory is sent by RDMA.</summary>
    public bool Rdma { get; init; }

    /// <summary>What becomes of the guest where no target can take it.</summary>
    public CannotMove CannotMove { get; init; } = CannotMove.Refuse;

    /// <summary>For most guests: slows one down that does not converge, starts at QEMU's own 300 ms.</summary>
    public static MigrationPolicy Balanced => ShippedPolicies.Balanced;

    public static MigrationPolicy Gentle => ShippedPolicies.Gentle;

    /// <summary>The policies that need not be written.</summary>
    public static ValueList<MigrationPolicy> Shipped => ShippedPolicies.All;

    /// <summary>
    /// The next pause to allow a move that goes on and on: half as long again, never above the ceiling; null where it is reached. Steps, and not
    /// the ceiling at once, because most moves end at a shorter pause when they are given one more pass.
    /// </summary>
    public int? PauseAfter(int milliseconds) => milliseconds >= PauseCeilingMs ? null : Math.Min(PauseCeilingMs, milliseconds + Math.Max(1, milliseconds / 2));
}

/// <summary>When a guest may go on at its target before all of its memory is there. From then on there is no way back: a part of it is on each host.</summary>
public enum PostCopyUse
{
    Never,

    /// <summary>Where its move does not come closer to its end.</summary>
    WhenStalled,

    /// <summary>Always, after one pass over its memory.</summary>
    AfterFirstPass,
}

/// <summary>Who can read a guest's memory on its way.</summary>
public enum MoveEncryption
{
    /// <summary>Whoever sees the network: said aloud, it needs no network for migrations.</summary>
    None,

    /// <summary>QEMU encrypts by TLS, with the certificates of <c>libvirt.tls</c>.</summary>
    Tls,

    /// <summary>Through the connection between the two libvirts, which ssh or TLS encrypts: slower, one stream, no disks.</summary>
    Tunnel,
}

/// <summary>How the source's libvirt reaches that of the target.</summary>
public enum MoveControl
{
    Ssh,

    /// <summary>Port 16514 of the migration address.</summary>
    Tls,
}

public enum MoveCompression
{
    /// <summary>Only what changed of a page that was sent before; for one connection.</summary>
    Xbzrle,

    /// <summary>For parallel connections, as the next one.</summary>
    Zlib,
    Zstd,
}
