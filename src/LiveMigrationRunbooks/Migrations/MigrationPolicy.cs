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
