using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Scans host keys, shows their fingerprints, and pins them in the inventory's <c>known_hosts</c> once a person has compared them. With <c>--executable</c> it does the same for a program of the repository.</summary>
internal static class TrustVerb
{
    public static Command Command()
    {
        var pattern = new Argument<string?>("hosts") { Description = "A host pattern.", Arity = ArgumentArity.ZeroOrOne };
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder." };
        var executable = new Option<string?>("--executable") { Description = "Instead of hosts: let lmr run this program, with its content as it is now, while it reads and plans." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask: you have compared the fingerprints elsewhere." };
        var replace = new Option<bool>("--replace") { Description = "Replace a key that is pinned already." };
        var command = new Command("trust", "Pin the host keys of hosts, or let a program run, after showing their fingerprints.") { pattern, inventory, executable, yes, replace };
        command.SetAction(async (parse, stop) =>
        {
            if (parse.GetValue(executable) is { } program) return await ExecutableTrust.AddAsync(program, parse.GetValue(yes), stop);
            if (parse.GetValue(pattern) is null || parse.GetValue(inventory) is not { Length: > 0 })
                return Say.Refused("trust.whom", "say whom to trust: lmr trust HOSTS -i INVENTORY, or lmr trust --executable FILE.");
            if (Targets(parse.GetValue(pattern) ?? "", parse.GetValue(inventory) ?? []) is not { } targets) return ExitCodes.Refused;
            var scanned = await HostKeyScan.ScanAsync(targets, stop);
            foreach (var host in scanned) Show(host);
            var found = scanned.Where(host => host.Keys.Count > 0).ToList();
            if (found.Count > 0 && !parse.GetValue(yes) && !await Say.ConfirmedAsync("Are these the keys of these hosts?", stop)) return ExitCodes.Refused;
            var kept = found.Count(host => Keep(host, parse.GetValue(replace)));
            return kept == scanned.Count ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static IReadOnlyList<SshTarget>? Targets(string pattern, string[] paths)
    {
        var findings = new Findings();
        var inventory = InventoryReader.Read(paths, findings);
        IReadOnlyList<InventoryHost> hosts = [];
        if (inventory is not null)
        {
            hosts = HostPattern.Select(inventory, pattern, null, findings);
            foreach (var file in hosts.Select(host => ConnectionSettings.Of(inventory, host, findings)?.KnownHostsFile).OfType<string>().Distinct())
                KnownHostsFile.Check(file, paths, findings);
        }
        DiagnosticsView.Print(findings, json: false);
        return findings.HasErrors || inventory is null ? null : [.. hosts.Select(host => HostTarget.Of(inventory, host)).Where(target => !target.IsLocal).Select(target => target.Target)];
    }

    private static void Show(ScannedHost host)
    {
        if (host.Problem is { } problem) Console.Out.WriteLine($"{host.Target.Alias}: {DiagnosticText.Safe(problem.ToString())}  [{problem.Reason}]");
        foreach (var key in host.Keys) Console.Out.WriteLine($"{host.Target.Alias}  {key.Algorithm}  {key.Fingerprint}");
    }

    private static bool Keep(ScannedHost host, bool replace)
    {
        var outcome = new KnownHostsFile(host.Target.KnownHostsFile).Add(host.Target.Alias, host.Keys, replace);
        Console.Out.WriteLine($"{host.Target.Alias}: {outcome switch
        {
            Trusting.Differs => $"another key is pinned in {host.Target.KnownHostsFile}; find out why, then add --replace",
            Trusting.AlreadyThere => "pinned already",
            _ => $"pinned in {host.Target.KnownHostsFile}",
        }}");
        return outcome != Trusting.Differs;
    }
}
