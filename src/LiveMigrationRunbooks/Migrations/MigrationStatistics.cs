using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What a finished move cost: times in ms, sizes in bytes; null where QEMU did not report it. The downtime is QEMU's own, without the network's switch.</summary>
public sealed record MigrationStatistics(long? TotalMs, long? DowntimeMs, long? SetupMs, long? BytesTransferred, long? Iterations)
{
    /// <summary>Reads <c>domjobinfo --completed --keep-completed --rawstats</c>; null when there is nothing completed to read (the daemon forgets it at a restart).</summary>
    public static MigrationStatistics? Read(CommandResult result)
    {
        if (!result.Succeeded) return null;
        var statistics = JobStatistics.Parse(result.Text);
        return statistics.JobType == JobStatistics.Completed
            ? new MigrationStatistics(statistics.ElapsedMs, statistics.DowntimeMs, statistics.SetupMs, statistics.DataProcessed ?? statistics.MemoryProcessed, statistics.Iterations)
            : null;
    }
}
