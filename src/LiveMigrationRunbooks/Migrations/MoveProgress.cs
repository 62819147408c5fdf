using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>A move that goes on, in one line for people.</summary>
public static class MoveProgress
{
    public static string Text(JobStatistics now, MovePhase phase = MovePhase.PreCopy)
    {
        var dirty = now is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? $", dirtied {Mib(pages * size)}/s" : "";
        var disks = now["disk_total"] is > 0 ? $", {Mib(now["disk_remaining"])} of {Mib(now["disk_total"])} of disks left" : "";
        var slowed = now["auto_converge_throttle"] is > 0 and var throttle ? $", slowed down by {throttle} %" : "";
        return $"{Mib(now.MemoryRemaining)} of {Mib(now.MemoryTotal)} left{disks}, {Mib(now.BytesPerSecond)}/s{dirty}, {Where(now, phase)}{slowed}";
    }

    private static string Where(JobStatistics now, MovePhase phase) => phase switch
    {
        MovePhase.PostCopy => $"post-copy, asked for {now["memory_postcopy_requests"] ?? 0} pages",
        MovePhase.Suspended => $"pass {now.Iterations ?? 0}, standing still",
        _ => $"pass {now.Iterations ?? 0}",
    };

    private static string Mib(long? bytes) => bytes is { } known ? $"{known >> 20} MiB" : "?";
}
