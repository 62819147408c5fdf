using System.CommandLine;
using System.Reflection;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Revisions;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Inventory and runbook, read and bound offline; all that is wrong with them has been told, and no host has been asked.</summary>
internal sealed record Loaded(Inventory Inventory, Runbook Runbook, RunbookBinder Binder, BoundRunbook Offline, Asked Asked, FilesRead Files)
{
    /// <summary>What the repository lets anybody apply; null where it says nothing.</summary>
    public Envelope? Limits { get; init; }

    public static string Tool { get; } = typeof(Loaded).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Null where something is wrong; it has been printed then.</summary>
    /// <param name="readsSecrets">Whether secrets are needed: to apply, or where somebody asks for them; a review needs none.</param>
    /// <param name="applies">Whether the hosts are going to be changed: only then are the digests of the repository's own limits believed.</param>
    public static Loaded? From(ParseResult parse, VerbOptions options, bool readsSecrets, bool applies = false)
    {
        var findings = new Findings();
        var loaded = Read(Resolved(Asked.By(parse, options, readsSecrets) with { Applies = applies }, findings), findings);
        DiagnosticsView.Print(findings, parse.GetValue(options.Json));
        return findings.HasErrors ? null : loaded;
    }

    /// <summary>The same for who prints the findings himself; null where there is not even something to look at.</summary>
    public static Loaded? Read(ParseResult parse, VerbOptions options, bool readsSecrets, Findings findings) => Read(Resolved(Asked.By(parse, options, readsSecrets), findings), findings);

    private static Asked Resolved(Asked asked, Findings findings) => asked with { Limit = FailedHosts.Resolve(asked.Limit, asked.Runbook, findings) };

    public static Loaded? Read(Asked asked, Findings findings)
    {
        var files = new FilesRead();
        using var gathering = files.Gather();
        var extra = ExtraValues.Read(asked.Extra, findings);
        var passwords = VerbOptions.Passwords(asked.Vaults, findings);
        if (asked.Inventories.Count == 0) findings.Add(CliProblems.NoInventory());
        var limits = Envelope.Of(asked.Runbook, findings);
        var trusted = TrustedExecutables.Read(TrustedExecutables.DefaultPath).And(asked.Applies ? limits?.TrustedDigests ?? [] : []);
        var inventory = asked.Inventories.Count == 0 ? null : InventoryReader.Read(asked.Inventories, findings, passwords, trusted);
        var runbook = asked.Move is { } move ? MoveRunbook.Read(asked.Runbook, move, findings) : RunbookReader.Read(asked.Runbook, findings);
        if (inventory is null || runbook is null) return null;
        var secrets = asked.ReadsSecrets && !findings.HasErrors ? new SecretSources(passwords, trusted, SecretNet.OfThisProcess) : null;
        // A guest that is not found yet leaves no host.
        var binder = new RunbookBinder(asked.Move is { From: null } ? runbook with { Plays = [] } : runbook, inventory, extra, asked.Limit, secrets, TagChoice.Of(asked.Tags, asked.SkipTags));
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        Uplink.Of(inventory, findings);
        runbook.Guests.Check(inventory, findings);
        Hooks.Check(runbook, trusted, asked.Applies, findings);
        CheckHosts(inventory, asked.Inventories, offline, findings);
        if (limits is not null) Envelopes.Limits.Check(limits, offline, findings);
        return new Loaded(inventory, runbook, binder, offline, asked, files) { Limits = limits };
    }

    /// <summary>The same once it is known which host has the guest that is to move; null where something is wrong, which is among the findings.</summary>
    public Loaded? Found(string host, Findings findings)
    {
        using var gathering = Files.Gather();
        var runbook = MoveRunbook.From(Runbook, host);
        var binder = new RunbookBinder(runbook, Inventory, new Dictionary<string, YamlNode>(), null);
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        if (Limits is not null) Envelopes.Limits.Check(Limits, offline, findings);
        return findings.HasErrors ? null : this with { Runbook = runbook, Binder = binder, Offline = offline, Asked = Asked with { Move = Asked.Move! with { From = host } } };
    }

    /// <summary>
    /// Reads again what a plan was made from. Every file that is not what it was is told; null where there is one, or where something is wrong.
    /// </summary>
    /// <param name="runbook">Where the runbook lies now; the other files are found from there.</param>
    /// <param name="extra">Words of <c>-e</c> that the plan withheld.</param>
    /// <param name="vaults">Password files, where they are others than the plan's.</param>
    public static Loaded? Again(PlanSource source, string runbook, IReadOnlyList<string> extra, IReadOnlyList<string> vaults, Findings findings)
    {
        var folder = PlanSource.FolderOf(runbook);
        foreach (var (path, now) in source.Moved(path => FilesRead.DigestOf(Path.GetFullPath(path, folder)))) findings.Add(PlanSourceProblems.Moved(path, now, isNew: false));
        var given = ExtraValues.Read(extra, new Findings());
        if (source.Withheld?.Where(name => !given.ContainsKey(name)).ToList() is { Count: > 0 } missing) findings.Add(PlanSourceProblems.Withheld(missing));
        if (findings.HasErrors || Read(Asked.By(source, runbook, extra, vaults), findings) is not { } loaded) return null;
        var known = source.Files.Keys.Select(path => Path.GetFullPath(path, folder)).ToHashSet(StringComparer.Ordinal);
        foreach (var path in loaded.Files.Digests.Keys.Where(path => !known.Contains(path))) findings.Add(PlanSourceProblems.Moved(path, null, isNew: true));
        return findings.HasErrors ? null : loaded;
    }

    /// <summary>What a plan keeps of where it came from; asked when all files have been read, also those that facts led to.</summary>
    public PlanSource Source(DateTimeOffset madeAt) => Asked.Source(Tool, madeAt) with
    {
        Files = Files.Digests.Select(file => KeyValuePair.Create(GivenPath.Kept(PlanSource.FolderOf(Asked.Runbook), file.Key), file.Value)).ToValueMap(),
        Commit = CheckedOut.OfAsync(ReviewedFolder.Of(Asked.Runbook), Files.Digests.Keys, CancellationToken.None).GetAwaiter().GetResult() is { } commit ? new PlanCommit(commit.Commit, commit.IsDirty) : null,
    };

    // Keys of hosts are judged when hosts are asked; their file belongs to nobody's plan.
    private static void CheckHosts(Inventory inventory, IReadOnlyList<string> inventories, BoundRunbook offline, Findings findings)
    {
        using var apart = new FilesRead().Gather();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in offline.Hosts)
        {
            if (ConnectionSettings.Of(inventory, host, findings) is { Kind: ConnectionKind.Ssh, KnownHostsFile: var file } && known.Add(file)) KnownHostsFile.Check(file, inventories, findings);
            HostSettings.Of(inventory, host, findings);
        }
    }
}
