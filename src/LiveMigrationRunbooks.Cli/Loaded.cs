using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Inventory and runbook, read and bound offline; all that is wrong with them has been told, and no host has been asked.</summary>
internal sealed record Loaded(Inventory Inventory, Runbook Runbook, RunbookBinder Binder, BoundRunbook Offline)
{
    /// <summary>Null where something is wrong; it has been printed then.</summary>
    public static Loaded? From(ParseResult parse, VerbOptions options)
    {
        var findings = new Findings();
        var loaded = Read(parse, options, findings);
        DiagnosticsView.Print(findings, parse.GetValue(options.Json));
        return findings.HasErrors ? null : loaded;
    }

    private static Loaded? Read(ParseResult parse, VerbOptions options, Findings findings)
    {
        var extra = options.ExtraValues(parse, findings);
        var paths = parse.GetValue(options.Inventory) ?? [];
        if (paths.Length == 0) findings.Add(CliProblems.NoInventory());
        var inventory = paths.Length == 0 ? null : InventoryReader.Read(paths, findings);
        var runbook = RunbookReader.Read(parse.GetValue(options.Runbook) ?? "", findings);
        if (inventory is null || runbook is null) return null;
        var binder = new RunbookBinder(runbook, inventory, extra, parse.GetValue(options.Limit));
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        runbook.Guests.Check(inventory, findings);
        foreach (var host in offline.Hosts)
        {
            ConnectionSettings.Of(inventory, host, findings);
            HostSettings.Of(inventory, host, findings);
        }
        return new Loaded(inventory, runbook, binder, offline);
    }
}
