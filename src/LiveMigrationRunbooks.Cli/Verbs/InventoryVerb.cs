using System.CommandLine;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Shows an inventory as it was read: who there is, who is inside of what, and which setting of a variable wins and why.</summary>
internal static class InventoryVerb
{
    public static Command Command() => new("inventory", "Show hosts, groups and variables of an inventory; no host is asked.")
    {
        ListCommand(), GraphCommand(), ExplainCommand(),
    };

    private static Command ListCommand()
    {
        var options = new VerbOptions();
        var limit = new Option<string?>("--limit", "-l") { Description = "Only these hosts: a host pattern." };
        var command = new Command("list", "The hosts with their groups, addresses and our own keys; --json gives all variables as the files have them, in the shape of ansible-inventory --list.")
        {
            options.Inventory, limit, options.Vaults, options.Json,
        };
        command.SetAction(parse => Answer(parse, options, (inventory, findings) =>
        {
            var hosts = parse.GetValue(limit) is { } pattern ? HostPattern.Select(inventory, pattern, null, findings) : inventory.Hosts;
            var variables = hosts.Select(inventory.Variables).ToList();
            ListingConflicts.Tell(variables, findings);
            return new Shown(() => LimitedListing.Of(inventory, hosts), width => HostTable.Of(inventory, variables, width));
        }));
        return command;
    }

    private static Command GraphCommand()
    {
        var options = new VerbOptions();
        var group = new Argument<string>("group") { Description = "The group to begin at.", DefaultValueFactory = _ => "all" };
        var variables = new Option<bool>("--vars") { Description = "With the variables, each where it is set." };
        var command = new Command("graph", "Groups and hosts as a tree, as ansible-inventory --graph prints it.")
        {
            group, options.Inventory, variables, options.Vaults, options.Json,
        };
        command.SetAction(parse => Answer(parse, options, (inventory, findings) =>
        {
            var all = parse.GetValue(variables);
            return GroupGraph.Of(inventory, parse.GetValue(group) ?? "", findings) is not { } graph ? null
                : new Shown(() => GraphJson.Of(graph, all), width => GraphText.Of(graph, all, width));
        }));
        return command;
    }

    private static Command ExplainCommand()
    {
        var options = new VerbOptions();
        var host = new Argument<string>("host") { Description = "The host, as the inventory names it." };
        var key = new Argument<string?>("key") { Description = "A variable; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var runbook = new Option<string?>("--runbook") { Description = "With what this runbook sets above the inventory." };
        var command = new Command("explain", "Where a host's variables come from: every place that sets one, which wins, and why.")
        {
            host, key, options.Inventory, runbook, options.Extra, options.Vaults, options.Json,
        };
        command.SetAction(parse => Answer(parse, options, (inventory, findings) =>
        {
            var above = Above(parse.GetValue(runbook), options.ExtraValues(parse, findings), findings);
            if (ExplanationQuestion.Host(inventory, parse.GetValue(host) ?? "", findings) is not { } found) return null;
            var explanation = Explanation.Of(inventory, found, above);
            if (parse.GetValue(key) is not { } name)
                return new Shown(() => ExplanationJson.Of(explanation), width => ExplanationText.Of(explanation, width));
            return ExplanationQuestion.Variable(inventory, explanation, name, findings) is not { } variable ? null : new Shown(
                () => ExplanationJson.Of(explanation, variable), width => ExplanationText.Of(explanation, variable, width));
        }));
        return command;
    }

    private static IReadOnlyList<UpperSetting> Above(
        string? path, IReadOnlyDictionary<string, Language.Yaml.YamlNode> extra, Findings findings) =>
        path is null ? RunbookSettings.Of(null, extra, findings)
            : RunbookReader.Read(path, findings) is { } runbook ? RunbookSettings.Of(runbook, extra, findings) : [];

    /// <summary>Reads the inventory, asks, and prints the answer; where something is wrong there is none.</summary>
    private static int Answer(ParseResult parse, VerbOptions options, Func<Inventory, Findings, Shown?> ask)
    {
        var findings = new Findings();
        var paths = parse.GetValue(options.Inventory) ?? [];
        if (paths.Length == 0) findings.Add(CliProblems.NoInventory());
        var inventory = paths.Length == 0 ? null : InventoryReader.Read(paths, findings, options.Passwords(parse, findings));
        var shown = inventory is null ? null : ask(inventory, findings);
        var json = parse.GetValue(options.Json);
        // Warnings are no part of the result, in whatever form that is wanted.
        DiagnosticsView.Print(findings, json && findings.HasErrors);
        if (shown is null || findings.HasErrors) return ExitCodes.Refused;
        Console.Out.Write(json ? ResultJson.Of(shown.Json()) + "\n" : PlanView.Safe(shown.Text(TerminalWidth.Columns)));
        return ExitCodes.Done;
    }

    /// <summary>An answer in both forms, of which one is made.</summary>
    private sealed record Shown(Func<JsonObject> Json, Func<int, string> Text);
}
