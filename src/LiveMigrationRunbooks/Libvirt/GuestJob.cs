namespace LiveMigrationRunbooks.Libvirt;

/// <summary>What libvirt is doing to a guest just now: <see cref="None"/>, <see cref="Migrating"/> or <see cref="Other"/>. A job that was not read is <see cref="Unread"/>, never none.</summary>
public abstract record GuestJob
{
    private protected GuestJob()
    {
    }

    public sealed record None : GuestJob;

    /// <summary>The guest is leaving this host.</summary>
    public sealed record Migrating(JobStatistics Statistics) : GuestJob;

    /// <summary>Something else: arriving, saving, dumping, a backup.</summary>
    public sealed record Other(string What) : GuestJob;

    public sealed record Unread(string Why) : GuestJob;

    private const long MigrationOut = 5;

    private static readonly string[] Operations =
    [
        "unknown", "start", "save", "restore", "incoming migration", "outgoing migration", "snapshot", "snapshot revert", "dump", "backup", "snapshot delete",
    ];

    /// <summary>Reads <c>domjobinfo --rawstats</c>: <c>Job type: 2</c>, then <c>field: number</c> lines.</summary>
    public static GuestJob Parse(Section section)
    {
        // Asked on the side that a guest is arriving at, libvirt refuses to tell, and that tells enough.
        if (!section.Succeeded && section.Err.Contains("only on the source host", StringComparison.Ordinal)) return new Other("incoming migration");
        if (!section.Succeeded) return new Unread(section.Complaint);
        var statistics = JobStatistics.Parse(section.Out);
        if (statistics.JobType is not { } type) return new Unread("domjobinfo named no job type");
        if (type is not (JobStatistics.Bounded or JobStatistics.Unbounded)) return new None();
        var operation = statistics.Operation;
        return operation == MigrationOut
            ? new Migrating(statistics)
            : new Other(operation >= 0 && operation < Operations.Length ? Operations[operation] : $"operation {operation}");
    }
}
