using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>A move that goes on, in one line for people.</summary>
public static class MoveProgress
{
    public static string Text(JobStatistics now)
    {
        var dirty = now is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? $", dirtied {Mib(pages * size)}/s" : "";
        var disks = now["disk_total"] is > 0 ? $", {Mib(now["disk_remaining"])} of {Mib(now["disk_total"])} of disks left" : "";
        var slowed = now["auto_converge_throttle"] is > 0 and var throttle ? $", slowed down by {throttle} %" : "";
        return $"{Mib(now.MemoryRemaining)} of {Mib(now.MemoryTotal)} left{disks}, {Mib(now.BytesPerSecond)}/s{dirty}, pass {now.Iterations ?? 0}{slowed}";
    }

    private static string Mib(long? bytes) => bytes is { } known ? $"{known >> 20} MiB" : "?";
}
