namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>
/// One look at one QEMU process: between <paramref name="Asked"/> and <paramref name="Answered"/> (ms on one clock) it said whether its guest
/// was running. Null where it said nothing.
/// </summary>
public sealed record Sample(long Asked, long Answered, string Host, int Process, string Uuid, bool? Running);
