using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// A variable's value as it may be shown: what is encrypted, and what a name calls a secret, is masked wherever it stands inside of it;
/// a reference to a secret is not one and is shown.
/// </summary>
public sealed record ShownValue(YamlNode Node, bool Masked)
{
    /// <summary>What stands for a value that is not shown, in text and JSON.</summary>
    public const string Mask = SecretText.Mask;

    public static ShownValue Of(string name, YamlNode value)
    {
        var shown = Shown(value, SecretName.MayBeSecret(name));
        return new ShownValue(shown, !ReferenceEquals(shown, value));
    }

    public string Text => ValueText.Of(Node);

    public JsonNode? Json => InventoryJson.Value(Node);

    /// <summary>The node itself where nothing of it is masked.</summary>
    private static YamlNode Shown(YamlNode node, bool secret)
    {
        switch (node)
        {
            case YamlScalar scalar: return IsHidden(scalar, secret) ? scalar with { Text = Mask, Plain = false, Tag = null } : scalar;
            case YamlSequence list:
                var items = list.Items.Select(item => Shown(item, secret)).ToList();
                return items.SequenceEqual(list.Items, ReferenceEqualityComparer.Instance) ? list : list with { Items = items };
            case YamlMapping mapping when !IsReference(mapping):
                var entries = mapping.Entries
                    .Select(entry => Shown(entry.Value, secret || SecretName.MayBeSecret(entry.Key.Text)) is var shown
                        && ReferenceEquals(shown, entry.Value) ? entry : entry with { Value = shown })
                    .ToList();
                return entries.SequenceEqual(mapping.Entries, ReferenceEqualityComparer.Instance) ? mapping
                    : mapping with { Entries = entries };
            case YamlMapping: return node;
            // A kind of node that is not known here may be one that holds a secret.
            default: return new YamlScalar(Mask, Plain: false, node.Span);
        }
    }

    private static bool IsHidden(YamlScalar scalar, bool secret) => scalar.Tag == "!vault"
        || (secret && scalar.Text.Length > 0 && !scalar.IsNull && CoreSchema.Bool(scalar) is null && !IsReference(scalar));

    /// <summary>One template that only names something; a literal inside of it would be the secret itself.</summary>
    private static bool IsReference(YamlScalar scalar) => scalar.Text.Trim() is ['{', '{', .. var inner, '}', '}']
        && inner.AsSpan().IndexOfAny("'\"{}") < 0;

    private static bool IsReference(YamlMapping mapping) => mapping["secret"] is YamlScalar { Text: "env" or "file" or "command" };
}
