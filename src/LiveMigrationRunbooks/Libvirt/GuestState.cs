namespace LiveMigrationRunbooks.Libvirt;

/// <summary>libvirt's states of a guest; <see cref="Unknown"/> is a word this version does not know, never "off".</summary>
public enum GuestState
{
    Unknown,
    NoState,
    Running,
    Idle,
    Paused,
    InShutdown,
    ShutOff,
    Crashed,
    Suspended,
}

/// <summary>Why a guest is in its state, as far as a migration cares; every other reason is <see cref="Other"/> and kept as text.</summary>
public enum StateReason
{
    Other,
    Unknown,
    Booted,
    Migrated,
    Unpaused,
    MigrationCanceled,
    PostCopy,
    PostCopyFailed,
    User,
    Migrating,
    StartingUp,
    Crashed,
    Destroyed,
    Shutdown,
    Failed,
}

/// <summary>State and reason as <c>virsh domstate --reason</c> says them; <paramref name="Text"/> is what was said, word for word.</summary>
public sealed record GuestCondition(GuestState State, StateReason Reason, string Text)
{
    /// <summary>Memory of the guest is held by a QEMU process: anything but shut off and crashed. An unknown word counts as active.</summary>
    public bool IsActive => State is not (GuestState.ShutOff or GuestState.Crashed);

    public bool IsRunning => State is GuestState.Running or GuestState.Idle;

    public bool Is(GuestState state, params StateReason[] reasons) => State == state && reasons.Contains(Reason);

    public override string ToString() => Text;

    /// <summary>Reads <c>paused (migrating)</c>.</summary>
    public static GuestCondition Parse(string text)
    {
        var line = text.Trim();
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var state = (open < 0 ? line : line[..open]).Trim();
        var reason = open < 0 ? "" : line[(open + 1)..].TrimEnd(')').Trim();
        return new GuestCondition(StateOf(state), ReasonOf(reason), line);
    }

    private static GuestState StateOf(string word) => word switch
    {
        "no state" => GuestState.NoState,
        "running" => GuestState.Running,
        "idle" => GuestState.Idle,
        "paused" => GuestState.Paused,
        "in shutdown" => GuestState.InShutdown,
        "shut off" => GuestState.ShutOff,
        "crashed" => GuestState.Crashed,
        "pmsuspended" => GuestState.Suspended,
        _ => GuestState.Unknown,
    };

    private static StateReason ReasonOf(string word) => word switch
    {
        "unknown" => StateReason.Unknown,
        "booted" => StateReason.Booted,
        "migrated" => StateReason.Migrated,
        "unpaused" => StateReason.Unpaused,
        "migration canceled" => StateReason.MigrationCanceled,
        "post-copy" => StateReason.PostCopy,
        "post-copy failed" => StateReason.PostCopyFailed,
        "user" => StateReason.User,
        "migrating" => StateReason.Migrating,
        "starting up" => StateReason.StartingUp,
        "crashed" => StateReason.Crashed,
        "destroyed" => StateReason.Destroyed,
        "shutdown" => StateReason.Shutdown,
        "failed" => StateReason.Failed,
        _ => StateReason.Other,
    };
}
