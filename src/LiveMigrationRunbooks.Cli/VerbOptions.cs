using System.CommandLine;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The options that most verbs share, with the letters that people have in their fingers.</summary>
internal sealed class VerbOptions
{
    public Argument<string> Runbook { get; } = new("runbook") { Description = "The runbook, a YAML file." };

    public Option<string[]> Inventory { get; } = new("--inventory", "-i") { Description = "Inventory file, folder, or hosts with commas; may be given again.", Arity = ArgumentArity.OneOrMore };

    public Option<string?> Limit { get; } = new("--limit", "-l") { Description = "Only these hosts of the runbook's: a host pattern." };

    public Option<string[]> Extra { get; } = new("--extra-vars", "-e") { Description = "An input or variable: name=value, {name: value} or @file; may be given again." };

    public Option<string[]> Tags { get; } = new("--tags", "-t") { Description = "Only steps with these tags, separated by commas; may be given again." };

    public Option<string[]> SkipTags { get; } = new("--skip-tags") { Description = "Leave steps with these tags out." };

    public Option<int> Forks { get; } = new("--forks", "-f") { Description = "How many hosts are worked on at the same time.", DefaultValueFactory = _ => 16 };

    public Option<bool> Json { get; } = new("--json") { Description = "The result as JSON on standard output." };

    public Option<string[]> Vaults { get; } = new("--vault-password-file", "--vault-id") { Description = "File with a password for Ansible vaults, or label@file; may be given again.", Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Runbook);
        foreach (var option in new Option[] { Inventory, Limit, Tags, SkipTags, Extra, Vaults, Forks, Json }) command.Options.Add(option);
    }

    /// <summary>The passwords of the files given, and of those that Ansible's own variables name.</summary>
    public VaultPasswords Passwords(ParseResult parse, Findings findings) => Passwords(parse.GetValue(Vaults) ?? [], findings);

    public static VaultPasswords Passwords(IReadOnlyList<string> names, Findings findings)
    {
        var named = Environment.GetEnvironmentVariable("ANSIBLE_VAULT_PASSWORD_FILE");
        var listed = Environment.GetEnvironmentVariable("ANSIBLE_VAULT_IDENTITY_LIST")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var passwords = VaultPasswordFile.Read([.. names, .. listed, named ?? ""], findings);
        foreach (var password in passwords.All) SecretNet.OfThisProcess.Add(password.Value);
        return passwords;
    }

    /// <summary>The values of <c>-e</c>, as if they stood in a file of their own.</summary>
    public IReadOnlyDictionary<string, YamlNode> ExtraValues(ParseResult parse, Findings findings) => LiveMigrationRunbooks.Runbooks.ExtraValues.Read(parse.GetValue(Extra) ?? [], findings);
}
