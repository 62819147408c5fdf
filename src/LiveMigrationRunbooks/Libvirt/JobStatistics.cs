using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>
/// The typed fields of <c>domjobinfo --rawstats</c>: times in ms, sizes in bytes, rates in bytes per second. A field that QEMU did not
/// report is null, not 0.
/// </summary>
public sealed record JobStatistics(long? JobType, ValueMap<long> Fields)
{
    /// <summary>libvirt's numbers for a job under way; 0 is none, 3 completed, 4 failed, 5 cancelled.</summary>
    public const long Bounded = 1;

    public const long Unbounded = 2;

    public const long Completed = 3;

    public static JobStatistics Empty { get; } = new(null, ValueMap<long>.Empty);

    public long Operation => this["operation"] ?? 0;

    public long? ElapsedMs => this["time_elapsed"];

    public long? DowntimeMs => this["downtime"];

    public long? SetupMs => this["setup_time"];

    public long? MemoryTotal => this["memory_total"];

    public long? MemoryProcessed => this["memory_processed"];

    public long? MemoryRemaining => this["memory_remaining"];

    public long? BytesPerSecond => this["memory_bps"];

    public long? Iterations => this["memory_iteration"];

    /// <summary>Pages a second that the guest dirties; times <see cref="PageSize"/> it is bytes.</summary>
    public long? DirtyPagesPerSecond => this["memory_dirty_rate"];

    public long? PageSize => this["memory_page_size"];

    public long? DataProcessed => this["data_processed"];

    public long? this[string field] => Fields.TryGetValue(field, out var value) ? value : null;

    public static JobStatistics Parse(string text)
    {
        long? type = null;
        var fields = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !long.TryParse(line.AsSpan(colon + 1).Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)) continue;
            var name = line[..colon].Trim();
            if (name == "Job type") type = value;
            else fields[name] = value;
        }

        return new JobStatistics(type, fields.ToValueMap());
    }
}
