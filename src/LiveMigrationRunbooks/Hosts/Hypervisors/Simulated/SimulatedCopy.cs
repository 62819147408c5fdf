using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>What one host has of a guest: its definition, and where it is active a QEMU, which can die before the daemon hears of it.</summary>
internal sealed class SimulatedCopy(SimulatedGuest guest, string state)
{
    public const string Leaving = "paused (migrating)";

    /// <summary>The source of a guest that runs on its target before all of its memory is there, and the target; then the same where the way between them broke.</summary>
    public const string SentPart = "paused (post-copy)";

    public const string HasPart = "running (post-copy)";

    public const string BrokenHere = "paused (post-copy failed)";

    public const string BrokenThere = "running (post-copy failed)";

    public SimulatedGuest Guest { get; } = guest;

    /// <summary>As <c>virsh domstate --reason</c> says it.</summary>
    public string State { get; private set; } = state;

    public bool HasQemu { get; private set; } = GuestCondition.Parse(state).IsActive;

    public bool Persistent { get; set; }

    public bool Autostart { get; set; }

    /// <summary>What has not followed it; null where it left no memory behind.</summary>
    public SimulatedRest? Rest { get; set; }

    /// <summary>Whether a command that takes its post-copy up again is at it.</summary>
    public bool Recovers { get; set; }

    /// <summary>Whether its memory is on disk.</summary>
    public bool IsSaved { get; set; }

    /// <summary>Whether the guest itself is at work here, whatever libvirt says.</summary>
    public bool Runs => HasQemu && GuestCondition.Parse(State).IsRunning;

    public void Become(string state) => (State, HasQemu) = (state, GuestCondition.Parse(state).IsActive);

    public void LoseQemu() => HasQemu = false;
}
