using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>Reads <c>{ secret: env, name: … }</c>, <c>{ secret: file, path: … }</c> and <c>{ secret: command, argv: […] }</c>.</summary>
public static class SecretForm
{
    private const string Key = "secret";

    private static readonly Dictionary<string, string> s_sources = new(StringComparer.Ordinal) { ["env"] = "name", ["file"] = "path", ["command"] = "argv" };

    /// <summary>How one writes a reference, for error texts and the schema.</summary>
    public const string Example = "{ secret: env, name: DB_PASSWORD }";

    public static IReadOnlyDictionary<string, string> Sources => s_sources;

    /// <summary>
    /// Whether a mapping is meant as a reference. A mapping of somebody's own may have a key 'secret' too, so its word must be one of the
    /// sources, or nearly.
    /// </summary>
    public static bool Is(YamlMapping mapping) =>
        mapping[Key] is YamlScalar { Tag: null } word && (s_sources.ContainsKey(word.Text) || (mapping.Entries.Count > 1 && Suggestion.For(word.Text, s_sources.Keys) is not null));

    /// <summary>The reference; null where its form is wrong, which is told.</summary>
    public static SecretReference? Read(YamlMapping mapping, Findings findings)
    {
        var word = ((YamlScalar?)mapping[Key])?.Text ?? "";
        if (!s_sources.TryGetValue(word, out var key))
        {
            findings.Add(SecretProblems.UnknownSource(mapping[Key]?.Span ?? mapping.Span, Suggestion.For(word, s_sources.Keys)));
            return null;
        }
        var strange = mapping.Entries.Where(entry => entry.Key.Text is var name && name != Key && name != key).ToList();
        foreach (var entry in strange) findings.Add(SecretProblems.UnknownKey(entry.Key, word, key));
        if (mapping[key] is not { } given)
        {
            if (strange.Count == 0) findings.Add(SecretProblems.MissingKey(mapping[Key]?.Span ?? mapping.Span, word, key));
            return null;
        }
        if (strange.Count > 0) return null;
        if (Reference(word, given, mapping.Span) is { } reference) return reference;
        findings.Add(SecretProblems.WrongKey(given.Span, word, key));
        return null;
    }

    /// <summary>What is wrong with the references in a tree; nothing is read.</summary>
    public static IEnumerable<Diagnostic> Problems(YamlNode node)
    {
        var findings = new Findings();
        Check(node, findings);
        return findings.Sorted;
    }

    /// <summary>Whether anything in a tree is a secret: a reference, a vault, or what came out of one.</summary>
    public static bool Holds(YamlNode node) => node switch
    {
        SecretNode or YamlScalar { Tag: VaultTag } => true,
        YamlSequence sequence => sequence.Items.Any(Holds),
        YamlMapping mapping => Is(mapping) || mapping.Entries.Any(entry => Holds(entry.Value)),
        _ => false,
    };

    /// <summary>The tag of a scalar that Ansible Vault encrypted.</summary>
    public const string VaultTag = "!vault";

    private static void Check(YamlNode node, Findings findings)
    {
        switch (node)
        {
            case YamlMapping mapping when Is(mapping):
                Read(mapping, findings);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries) Check(entry.Value, findings);
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items) Check(item, findings);
                break;
        }
    }

    private static SecretReference? Reference(string word, YamlNode given, SourceSpan span) => (word, given) switch
    {
        ("env", YamlScalar { Text.Length: > 0 } name) when !name.Text.Contains('=') && !name.Text.Contains('\0') => Variable(name.Text, span),
        ("file", YamlScalar { Text.Length: > 0 } path) when !path.Text.Contains('\0') => new FileSecret(Path.Combine(FolderOf(span), path.Text), span),
        ("command", YamlSequence { Items: { Count: > 0 } words }) when words.All(item => item is YamlScalar { IsNull: false } scalar && !scalar.Text.Contains('\0'))
            && ((YamlScalar)words[0]).Text.Length > 0 => new CommandSecret([.. words.Cast<YamlScalar>().Select(scalar => scalar.Text)], FolderOf(span), span),
        _ => null,
    };

    // A value of -e stands in no file: what it names is found from where lmr was called.
    private static string FolderOf(SourceSpan span) =>
        File.Exists(span.File.Path) ? Path.GetDirectoryName(Path.GetFullPath(span.File.Path)) ?? "/" : Directory.GetCurrentDirectory();

    // From here on no program that lmr starts gets it.
    private static EnvironmentSecret Variable(string name, SourceSpan span)
    {
        SecretNet.OfThisProcess.AddVariable(name);
        return new EnvironmentSecret(name, span);
    }
}
