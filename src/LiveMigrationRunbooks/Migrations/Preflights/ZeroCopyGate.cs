using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>
/// Whether memory can be sent without being copied first. It only makes a move faster, so where it cannot the guest moves without: libvirt would
/// refuse the whole move.
/// </summary>
internal static class ZeroCopyGate
{
    /// <summary>Why not; null where nothing is known against it.</summary>
    public static string? Lacking(PreflightScene scene) => MoveFeature.ZeroCopy.Lacking(scene)
        ?? Locked(scene, scene.SourceName, scene.Source)
        ?? (scene.Target.Reading is Hypervisor target ? Locked(scene, scene.Target.Name, target) : null);

    // libvirt raises the limit of both QEMUs to the guest's memory before it sends anything.
    private static string? Locked(PreflightScene scene, string name, Hypervisor host) => host.Resources.LockableKib is { } most && most < scene.Guest.Hardware.MemoryKib
        ? $"libvirt on {name} may let QEMU lock {most >> 10} MiB, and zero-copy needs the guest's {scene.Guest.Hardware.MemoryKib >> 10} MiB (LimitMEMLOCK, CAP_SYS_RESOURCE)"
        : null;
}
