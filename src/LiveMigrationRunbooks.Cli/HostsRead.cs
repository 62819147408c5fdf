using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The hosts of a runbook with a session open to each, and what they told last.</summary>
internal sealed class HostsRead : IAsyncDisposable
{
    private readonly Loaded _loaded;

    private HostsRead(Loaded loaded, HostSessions sessions) => (_loaded, Sessions) = (loaded, sessions);

    public HostSessions Sessions { get; }

    public Probed? Probed { get; private set; }

    /// <param name="hosts">Those a session is opened to; the runbook's where left out.</param>
    public static async Task<HostsRead> OpenAsync(Loaded loaded, int forks, CancellationToken stop, IReadOnlyList<InventoryHost>? hosts = null) =>
        new(loaded, await HostSessions.OpenAsync(loaded.Inventory, hosts ?? loaded.Offline.Hosts, Math.Max(1, forks), stop, Say.TriedAgain, Verbosity.Connectors()));

    /// <summary>The same sessions for a runbook that names some of their hosts.</summary>
    public HostsRead For(Loaded loaded) => new(loaded, Sessions);

    /// <summary>Reads all hosts and plans; null where the facts showed something wrong with the runbook, which has been printed.</summary>
    /// <param name="saved">A plan made of the same before, which is to be carried out.</param>
    /// <param name="measure">For how long guests that will move are measured; null for not at all.</param>
    public async Task<Plan?> PlanAsync(bool json, CancellationToken stop, Plan? saved = null, TimeSpan? measure = null)
    {
        var findings = new Findings();
        using var gathering = _loaded.Files.Gather();
        Probed = await new Prober(Sessions, _loaded.Binder) { MeasureFor = measure }.ReadAsync(_loaded.Offline, findings, stop);
        if (findings.HasErrors) DiagnosticsView.Print(findings, json);
        if (findings.HasErrors) return null;
        var now = TimeProvider.System.GetUtcNow();
        var store = RunStore.Beside(_loaded.Runbook.Path);
        return WithoutSecrets(Planner.Make(Probed.Runbook, PastMoves.In(Adoption.Without(Probed.Readings, store), store), saved) with { Window = PlanWindow.Of(Probed.Runbook.Runbook.Window, now), Source = _loaded.Source(now) }, json);
    }

    /// <summary>Which run applied the plan, as its hosts keep it; null where none did.</summary>
    public async Task<string?> AppliedAsync(SavedPlan saved, CancellationToken stop)
    {
        var runs = await new SavedPlanMarks(Sessions, saved.Digest).ReadAsync(saved.Plan.Hosts.Select(host => host.Name).Where(host => Sessions.Trouble(host) is null && _loaded.Inventory.Host(host) is not null), stop);
        return runs.Count == 0 ? null : string.Join(' ', runs.OrderBy(run => run.Key, StringComparer.Ordinal).Select(run => $"run {run.Value} applied this plan, says {run.Key}."));
    }

    // A plan is kept, shown to others and carried out as it stands: one in which a secret is masked would do something else, so it is none.
    private static Plan? WithoutSecrets(Plan plan, bool json)
    {
        if (SecretNet.OfThisProcess.IsEmpty || !SecretNet.OfThisProcess.FindsLong(PlanFile.Write(plan))) return plan;
        var findings = new Findings();
        findings.Add(SecretLeakProblems.InPlan());
        DiagnosticsView.Print(findings, json);
        return null;
    }

    public ValueTask DisposeAsync() => Sessions.DisposeAsync();
}
