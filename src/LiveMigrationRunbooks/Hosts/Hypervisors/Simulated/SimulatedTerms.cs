namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>What all moves of a simulation share.</summary>
/// <param name="LinkBytesPerSecond">Of the one link that all memory takes; moves at the same time share it.</param>
/// <param name="SetupSeconds">Before the first byte: connections, the target's QEMU.</param>
/// <param name="SwitchSeconds">What each pause holds besides memory.</param>
/// <param name="FinishSeconds">From the last byte to the guest's start on the target.</param>
/// <param name="GiveUpSeconds">How long a kernel bears with a connection over which no answer comes.</param>
/// <param name="KeepaliveSeconds">How long a daemon bears with a silent one: libvirt asks every 5 s, and gives up after 5 questions.</param>
public sealed record SimulatedTerms(double LinkBytesPerSecond, double SetupSeconds = 0.3, double SwitchSeconds = 0.1, double FinishSeconds = 0.1, double KeepaliveSeconds = 30, double GiveUpSeconds = 10)
{
    /// <summary>How long reading a host takes.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What a post-copy that is taken up again needs before it goes on; a QEMU that waits for one of the missing pages itself answers never.</summary>
    public double RecoverySeconds { get; init; } = 0.5;

    /// <summary>How long a daemon that stands still is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(6);
}
