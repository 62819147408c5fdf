using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>A value in a YAML file, with where it stands. The tree keeps what was written; types are decided by whoever binds it.</summary>
public abstract record YamlNode(SourceSpan Span);

/// <summary>
/// A scalar. <paramref name="Plain"/> is true where it stood without quotes, so that it may be a number, a truth value or null by
/// YAML 1.2's core schema; a quoted one is text.
/// </summary>
public sealed record YamlScalar(string Text, bool Plain, SourceSpan Span) : YamlNode(Span)
{
    /// <summary><c>!vault</c> or <c>!unsafe</c> in an Ansible file; null everywhere else.</summary>
    public string? Tag { get; init; }

    public bool IsNull => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

public sealed record YamlSequence(IReadOnlyList<YamlNode> Items, SourceSpan Span) : YamlNode(Span);

public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

public sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, SourceSpan Span) : YamlNode(Span)
{
    public YamlNode? this[string key] => Entry(key)?.Value;

    public YamlEntry? Entry(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);
}
