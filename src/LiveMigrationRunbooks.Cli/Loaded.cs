using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Inventory and runbook, read and bound offline; all that is wrong with them has been told, and no host has been asked.</summary>
internal sealed record Loaded(Inventory Inventory, Runbook Runbook, RunbookBinder Binder, BoundRunbook Offline)
{
    /// <summary>Null where something is wrong; it has been printed then.</summary>
    /// <param name="readsSecrets">Whether secrets are needed: to apply, or where somebody asks for them; a review needs none.</param>
    public static Loaded? From(ParseResult parse, VerbOptions options, bool readsSecrets)
    {
        var findings = new Findings();
        var loaded = Read(parse, options, readsSecrets, findings);
        DiagnosticsView.Print(findings, parse.GetValue(options.Json));
        return findings.HasErrors ? null : loaded;
    }

    /// <summary>The same for who prints the findings himself; null where there is not even something to look at.</summary>
    public static Loaded? Read(ParseResult parse, VerbOptions options, bool readsSecrets, Findings findings)
    {
        var extra = options.ExtraValues(parse, findings);
        var passwords = options.Passwords(parse, findings);
        var paths = parse.GetValue(options.Inventory) ?? [];
        if (paths.Length == 0) findings.Add(CliProblems.NoInventory());
        var inventory = paths.Length == 0 ? null : InventoryReader.Read(paths, findings, passwords);
        var runbook = RunbookReader.Read(parse.GetValue(options.Runbook) ?? "", findings);
        if (inventory is null || runbook is null) return null;
        var secrets = readsSecrets && !findings.HasErrors ? new SecretSources(passwords, TrustedExecutables.Read(TrustedExecutables.DefaultPath)) : null;
        var binder = new RunbookBinder(runbook, inventory, extra, parse.GetValue(options.Limit), secrets, options.Choice(parse));
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        Uplink.Of(inventory, findings);
        runbook.Guests.Check(inventory, findings);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in offline.Hosts)
        {
            if (ConnectionSettings.Of(inventory, host, findings) is { Kind: ConnectionKind.Ssh, KnownHostsFile: var file } && known.Add(file)) KnownHostsFile.Check(file, findings);
            HostSettings.Of(inventory, host, findings);
        }
        return new Loaded(inventory, runbook, binder, offline);
    }
}
