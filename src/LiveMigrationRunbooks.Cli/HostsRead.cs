using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The hosts of a runbook with a session open to each, and what they told last.</summary>
internal sealed class HostsRead : IAsyncDisposable
{
    private readonly Loaded _loaded;

    private HostsRead(Loaded loaded, HostSessions sessions) => (_loaded, Sessions) = (loaded, sessions);

    public HostSessions Sessions { get; }

    public Probed? Probed { get; private set; }

    public static async Task<HostsRead> OpenAsync(Loaded loaded, int forks, CancellationToken stop) =>
        new(loaded, await HostSessions.OpenAsync(loaded.Inventory, loaded.Offline.Hosts, Math.Max(1, forks), stop, Say.TriedAgain));

    /// <summary>Reads all hosts and plans; null where the facts showed something wrong with the runbook, which has been printed.</summary>
    public async Task<Plan?> PlanAsync(bool json, CancellationToken stop)
    {
        var findings = new Findings();
        using var gathering = _loaded.Files.Gather();
        Probed = await new Prober(Sessions, _loaded.Binder).ReadAsync(_loaded.Offline, findings, stop);
        if (findings.HasErrors) DiagnosticsView.Print(findings, json);
        if (findings.HasErrors) return null;
        var now = TimeProvider.System.GetUtcNow();
        return Planner.Make(Probed.Runbook, Probed.Readings) with { Window = PlanWindow.Of(Probed.Runbook.Runbook.Window, now), Source = _loaded.Source(now) };
    }

    public ValueTask DisposeAsync() => Sessions.DisposeAsync();
}
