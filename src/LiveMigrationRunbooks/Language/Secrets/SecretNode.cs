using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// A secret in a tree, in place of what would have been a scalar: whoever looks for a scalar does not find one, so that nothing takes a
/// secret by accident. <see cref="Value"/> is null until somebody who may have it has had it read.
/// </summary>
public sealed record SecretNode(SecretText Text, SourceSpan Span) : YamlNode(Span)
{
    public SecretValue? Value { get; init; }

    /// <summary>Every secret in a tree, in the order in which they stand there.</summary>
    public static IEnumerable<SecretNode> In(YamlNode node) => node switch
    {
        SecretNode secret => [secret],
        YamlSequence sequence => sequence.Items.SelectMany(In),
        YamlMapping mapping => mapping.Entries.SelectMany(entry => In(entry.Value)),
        _ => [],
    };
}
