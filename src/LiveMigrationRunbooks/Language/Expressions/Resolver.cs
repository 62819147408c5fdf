using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A place in a tree whose value is not known yet: where it is (<c>steps[0].mtu</c>), the dotted names it waits for, and the kind it will have
/// where that is known already.
/// </summary>
public sealed record UnknownValue(string Path, SourceSpan Span, IReadOnlyList<string> Names, DatumKind? Kind = null);

/// <summary>A tree with its templates evaluated. Where a value is unknown or wrong, the tree still holds what was written.</summary>
public sealed record Resolution(YamlNode Tree, IReadOnlyList<UnknownValue> Unknown)
{
    public bool IsComplete => Unknown.Count == 0;
}

/// <summary>Evaluates all templates in a tree against one scope.</summary>
public static class Resolver
{
    public static Resolution Resolve(YamlNode tree, Scope scope, Findings findings)
    {
        var unknown = new List<UnknownValue>();
        return new Resolution(Node(tree, "", scope, findings, unknown), unknown);
    }

    private static YamlNode Node(YamlNode node, string path, Scope scope, Findings findings, List<UnknownValue> unknown) => node switch
    {
        YamlScalar { Tag: null } scalar when Template.Holds(scalar.Text) => Scalar(scalar, path, scope, findings, unknown),
        YamlSequence sequence =>
            sequence with { Items = [.. sequence.Items.Select((item, index) => Node(item, $"{path}[{index}]", scope, findings, unknown))] },
        YamlMapping mapping when SecretForm.Is(mapping) => Secret(mapping, path, scope, findings, unknown),
        YamlMapping mapping =>
            mapping with { Entries = [.. mapping.Entries.Select(entry => Entry(entry, path, scope, findings, unknown))] },
        _ => node,
    };

    // Where the secret is may depend on the host; a secret may not tell where another one is.
    private static YamlNode Secret(YamlMapping mapping, string path, Scope scope, Findings findings, List<UnknownValue> unknown)
    {
        var (waiting, own) = (unknown.Count, new Findings());
        var resolved = mapping with { Entries = [.. mapping.Entries.Select(entry => Entry(entry, path, scope, own, unknown))] };
        foreach (var secret in SecretNode.In(resolved)) own.Add(SecretProblems.NotComputed(secret.Span));
        var reference = own.HasErrors || unknown.Count > waiting ? null : SecretForm.Read(resolved, own);
        foreach (var problem in own.Sorted) findings.Add(problem);
        return reference is null ? resolved : new SecretNode(SecretText.Of(reference), mapping.Span);
    }

    private static YamlEntry Entry(YamlEntry entry, string path, Scope scope, Findings findings, List<UnknownValue> unknown)
    {
        if (Template.Holds(entry.Key.Text)) findings.Add(ExpressionProblems.TemplateInKey(entry.Key.Span));
        var inner = path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}";
        return entry with { Value = Node(entry.Value, inner, scope, findings, unknown) };
    }

    private static YamlNode Scalar(YamlScalar scalar, string path, Scope scope, Findings findings, List<UnknownValue> unknown)
    {
        if (Template.Of(scalar, findings) is not { } template) return scalar;
        var evaluation = template.Evaluate(scope);
        foreach (var problem in evaluation.Problems) findings.Add(problem);
        if (evaluation.IsUnknown) unknown.Add(new UnknownValue(path, scalar.Span, evaluation.Unknown, evaluation.Kind));
        return evaluation.Value is { } value ? DatumYaml.Write(value, scalar.Span) : scalar;
    }
}
