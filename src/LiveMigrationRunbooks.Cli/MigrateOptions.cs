using System.CommandLine;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What a person says who wants one guest moved.</summary>
internal sealed class MigrateOptions
{
    // Runs are kept beside a runbook; without one, in the current folder.
    private const string NoRunbook = "migrate";

    private readonly Argument<string> _guest = new("guest") { Description = "The guest: its name, as virsh list shows it, or its UUID." };
    private readonly Option<string> _to = new("--to") { Description = "The host that takes it, or a host pattern: then the one with the most memory left on which nothing stands against it.", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "The host that has it; without it all hosts of the inventory are asked." };
    private readonly Option<string?> _policy = new("--policy") { Description = "How it moves: balanced, gentle, must-leave, huge, or a policy of --runbook." };
    private readonly Option<string?> _runbook = new("--runbook") { Description = "A runbook that lends its policies, guest catalogue and window; its plays are not carried out." };
    private readonly Option<string?> _watch = new("--watch") { Description = "Ask the guest from outside while it moves, as 'ping: 100ms, tcp: 22'; the report tells how long it was silent." };
    private readonly Option<string?> _address = new("--address") { Description = "Where the guest answers, for --watch; without it the guest catalogue or its host says it." };
    private readonly Option<string[]> _inventory = new("--inventory", "-i") { Description = "Inventory file, folder, or hosts with commas; may be given again.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _vaults = new("--vault-password-file", "--vault-id") { Description = "File with a password for Ansible vaults, or label@file; may be given again.", Arity = ArgumentArity.OneOrMore };

    public Option<int> Forks { get; } = new("--forks", "-f") { Description = "How many hosts are asked at the same time.", DefaultValueFactory = _ => 16 };

    public Option<bool> Yes { get; } = new("--yes", "-y", "--auto-approve") { Description = "Do not ask." };

    public Option<bool> Check { get; } = new("--check", "-C", "--dry-run") { Description = "Only show the plan." };

    public Option<bool> Outside { get; } = new("--outside-window") { Description = "Move it while the window of --runbook is closed; plan and journal say so." };

    public Option<bool> Json { get; } = new("--json") { Description = "The result as JSON on standard output." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_guest);
        foreach (var option in new Option[] { _to, _from, _policy, _runbook, _watch, _address, _inventory, _vaults, Forks, Yes, Check, Outside, Json }) command.Options.Add(option);
    }

    public Asked Asked(ParseResult parse)
    {
        var runbook = parse.GetValue(_runbook);
        return new Asked(runbook ?? NoRunbook, parse.GetValue(_inventory) ?? [], null, [], [], [], parse.GetValue(_vaults) ?? [], ReadsSecrets: false)
        {
            Applies = !parse.GetValue(Check),
            Move = new MoveAsked(parse.GetValue(_guest) ?? "", parse.GetValue(_from), parse.GetValue(_to) ?? "", parse.GetValue(_policy), runbook is not null)
            {
                Watch = parse.GetValue(_watch),
                Address = parse.GetValue(_address),
            },
        };
    }
}
