using System.CommandLine;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What a run that goes on cannot know by itself; all else is in its plan.</summary>
internal sealed class ResumeOptions
{
    public Option<string[]> Inventory { get; } = new("--inventory", "-i") { Description = "Inventory of a rollback, where it is another one now; all else was kept with the plan.", Arity = ArgumentArity.OneOrMore };

    public Option<string[]> Extra { get; } = new("--extra-vars", "-e") { Description = "A value that may be a secret and was therefore not kept: name=value or @file; may be given again." };

    public Option<string[]> Vaults { get; } = new("--vault-password-file", "--vault-id") { Description = "File with a password for Ansible vaults, or label@file; may be given again.", Arity = ArgumentArity.OneOrMore };

    public Option<int> Forks { get; } = new("--forks", "-f") { Description = "How many hosts are worked on at the same time.", DefaultValueFactory = _ => 16 };

    public Option<bool> Json { get; } = new("--json") { Description = "The result as JSON on standard output." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Inventory, Extra, Vaults, Forks, Json }) command.Options.Add(option);
    }
}
