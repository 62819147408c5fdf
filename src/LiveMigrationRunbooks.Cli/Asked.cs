using System.CommandLine;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What somebody asked to be planned: words of the command line, or of a plan that was made from some.</summary>
internal sealed record Asked(
    string Runbook, IReadOnlyList<string> Inventories, string? Limit, IReadOnlyList<string> Tags, IReadOnlyList<string> SkipTags, IReadOnlyList<string> Extra,
    IReadOnlyList<string> Vaults, bool ReadsSecrets)
{
    /// <summary>Whether the hosts are going to be changed.</summary>
    public bool Applies { get; init; }

    /// <summary>The one guest that is to move; null where the runbook says what is done.</summary>
    public MoveAsked? Move { get; init; }

    public static Asked By(ParseResult parse, VerbOptions options, bool readsSecrets) => new(
        parse.GetValue(options.Runbook) ?? "", parse.GetValue(options.Inventory) ?? [], parse.GetValue(options.Limit), parse.GetValue(options.Tags) ?? [],
        parse.GetValue(options.SkipTags) ?? [], parse.GetValue(options.Extra) ?? [], parse.GetValue(options.Vaults) ?? [], readsSecrets);

    /// <summary>The same again, for the runbook where it lies now.</summary>
    /// <param name="extra">What the plan withheld, given again.</param>
    /// <param name="vaults">Password files that take the place of the plan's.</param>
    public static Asked By(PlanSource source, string runbook, IReadOnlyList<string> extra, IReadOnlyList<string> vaults)
    {
        var folder = PlanSource.FolderOf(runbook);
        return new Asked(
            runbook, [.. source.Inventories.Select(word => GivenPath.Inventory(word, path => Path.Combine(folder, path)))],
            source.Limit is { } limit ? GivenPath.Limit(limit, path => Path.Combine(folder, path)) : null, source.Tags, source.SkipTags,
            [.. source.Extra.Select(word => GivenPath.Extra(word, path => Path.Combine(folder, path))), .. extra],
            vaults.Count > 0 ? vaults : [.. source.Vaults.Select(word => GivenPath.Vault(word, path => Path.Combine(folder, path)))],
            source.Secrets)
        {
            // Plans are read again by who applies them, or goes on with a run.
            Applies = true,
            Move = source.Move,
        };
    }

    /// <summary>What a plan keeps of it. Digests and commit are added by whoever read the files.</summary>
    public PlanSource Source(string tool, DateTimeOffset madeAt)
    {
        var folder = PlanSource.FolderOf(Runbook);
        var secret = Extra.Select(word => (Word: word, Names: SecretNames(word))).ToList();
        var withheld = secret.SelectMany(each => each.Names).Distinct(StringComparer.Ordinal).ToValueList();
        return new PlanSource(
            tool, Runbook, [.. Inventories.Select(word => GivenPath.Inventory(word, Kept))], Limit is { } limit ? GivenPath.Limit(limit, Kept) : null,
            [.. Tags], [.. SkipTags], [.. secret.Where(each => each.Names.Count == 0).Select(each => GivenPath.Extra(each.Word, Kept))],
            [.. Vaults.Select(word => GivenPath.Vault(word, Kept))], ValueMap<string>.Empty, null, madeAt)
        {
            Withheld = withheld.Count > 0 ? withheld : null,
            Secrets = ReadsSecrets,
            Move = Move,
        };

        // What was named by its whole path is there wherever the runbook lies.
        string Kept(string path) => Path.IsPathRooted(path) ? path : Path.GetRelativePath(folder, Path.GetFullPath(path));
    }

    // A file is named, not kept; a reference to a secret is none.
    private static ValueList<string> SecretNames(string word) =>
        word.StartsWith('@') ? [] : [.. ExtraValues.Read([word], new Findings()).Where(value => Holds(value.Key, value.Value)).Select(value => value.Key)];

    private static bool Holds(string name, YamlNode value) => value switch
    {
        SecretNode => false,
        YamlMapping mapping => mapping.Entries.Any(entry => Holds(entry.Key.Text, entry.Value)),
        YamlSequence list => list.Items.Any(item => Holds(name, item)),
        _ => SecretName.MayBeSecret(name),
    };
}
