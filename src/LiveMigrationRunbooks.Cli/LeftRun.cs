using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli;

/// <summary>A run that broke off, with a session to each of its hosts: what it was made from is read again, and is the same.</summary>
internal sealed class LeftRun : IAsyncDisposable
{
    private readonly HostsRead? _hosts;
    private readonly Loaded? _loaded;
    private readonly string? _signer;

    private LeftRun(HostsRead hosts, Loaded loaded, string? signer) => (_hosts, _loaded, _signer, Sessions) = (hosts, loaded, signer, hosts.Sessions);

    private LeftRun(HostSessions sessions) => Sessions = sessions;

    public HostSessions Sessions { get; }

    /// <summary>Null where something is wrong; it has been printed then.</summary>
    public static async Task<LeftRun?> OpenAsync(ParseResult parse, ResumeOptions options, RunStore store, string id, Plan plan, CancellationToken stop)
    {
        var json = parse.GetValue(options.Json);
        var forks = Math.Max(1, parse.GetValue(options.Forks));
        var findings = new Findings();
        var runbook = store.RunbookBeside(plan.Runbook);
        var given = parse.GetValue(options.Inventory) ?? [];
        if (plan.Returns is not null) return await OpenAsync(given.Length > 0 ? given : Kept(plan, runbook), plan, forks, json, findings, stop);
        if (plan.Source is not { } source)
        {
            Say.Refused("plan.unsourced", $"the plan of {id} does not say what it was made from. Apply again: it looks first.");
            return null;
        }
        var loaded = Loaded.Again(source, runbook, parse.GetValue(options.Extra) ?? [], parse.GetValue(options.Vaults) ?? [], findings);
        DiagnosticsView.Print(findings, json);
        if (loaded is null || findings.HasErrors) return null;
        if (Permission.ToGoOn(loaded, plan) is not { Count: > 0 } breaches) return new LeftRun(await HostsRead.OpenAsync(loaded, forks, stop), loaded, plan.SignedBy);
        RunView.Refused(breaches, json);
        return null;
    }

    /// <summary>Null where the facts showed something wrong with the runbook, or the limits of its repository forbid it, which has been printed.</summary>
    public async Task<LeftRead?> ReadAsync(IReadOnlyDictionary<string, FoundHost> found, bool json, CancellationToken stop)
    {
        if (_hosts is null) return new LeftRead(null, found.ToDictionary(host => host.Key, host => host.Value.Reading(host.Key), StringComparer.Ordinal), MoveTerms.None);
        if (await _hosts.PlanAsync(json, stop) is not { } plan || _hosts.Probed is not { } probed) return null;
        // What hosts keep of a plan has no lines that name its kinds.
        if (_loaded is null || Permission.ToGoOn(_loaded, plan with { SignedBy = _signer }) is not { Count: > 0 } breaches) return new LeftRead(plan, probed.Readings, new MoveTerms(probed.Runbook));
        RunView.Refused(breaches, json);
        return null;
    }

    public ValueTask DisposeAsync() => _hosts?.DisposeAsync() ?? Sessions.DisposeAsync();

    private static async Task<LeftRun?> OpenAsync(string[] paths, Plan plan, int forks, bool json, Findings findings, CancellationToken stop)
    {
        if (paths.Length == 0) findings.Add(CliProblems.NoInventory());
        var inventory = paths.Length == 0 ? null : InventoryReader.Read(paths, findings);
        foreach (var gone in plan.Hosts.Where(host => inventory is not null && inventory.Host(host.Name) is null)) findings.Add(CliProblems.HostGone(gone.Name));
        DiagnosticsView.Print(findings, json);
        if (inventory is null || findings.HasErrors) return null;
        return new LeftRun(await HostSessions.OpenAsync(inventory, [.. plan.Hosts.Select(host => inventory.Host(host.Name)).OfType<InventoryHost>()], forks, stop, Say.TriedAgain, Verbosity.Connectors()));
    }

    private static string[] Kept(Plan plan, string runbook) =>
        [.. (plan.Source?.Inventories ?? []).Select(word => GivenPath.Inventory(word, path => Path.Combine(PlanSource.FolderOf(runbook), path)))];
}
