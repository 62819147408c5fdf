using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs;

/// <summary>What a finished move cost, as the target's libvirt kept it; nothing where it forgot, never a guess.</summary>
internal sealed class MoveFigures(HostSessions sessions)
{
    public const string Duration = "duration_ms";
    public const string Pause = "pause_ms";
    public const string Bytes = "bytes";
    public const string Passes = "passes";

    /// <summary>1 where the guest stays because its policy called the move off: nothing is wrong with its host.</summary>
    public const string ByRule = "by_rule";

    public static ValueMap<long> StayedByRule { get; } = new([KeyValuePair.Create(ByRule, 1L)]);

    private const string Statistics = "statistics";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task<ValueMap<long>> OfAsync(GuestMove move)
    {
        var results = await sessions.SendAsync(
            move.Target, Request.Of(new RequestItem(Statistics, HypervisorScripts.CompletedStatistics(move.Uuid), s_patience)), CancellationToken.None);
        if (results is null || MigrationStatistics.Read(results[Statistics]) is not { } statistics) return ValueMap<long>.Empty;
        (string Name, long? Value)[] figures = [(Duration, statistics.TotalMs), (Pause, statistics.DowntimeMs), (Bytes, statistics.BytesTransferred), (Passes, statistics.Iterations)];
        return figures.Where(figure => figure.Value.HasValue).Select(figure => KeyValuePair.Create(figure.Name, figure.Value.GetValueOrDefault())).ToValueMap();
    }
}
