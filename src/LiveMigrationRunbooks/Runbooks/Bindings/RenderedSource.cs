using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What a template file gave for a host: it may not hold secrets, and each that it uses is named.</summary>
internal static class RenderedSource
{
    /// <summary>The value of an argument; null where a template made it of a secret, which is told.</summary>
    public static YamlNode? Open(StepKind kind, YamlEntry entry, YamlNode? value, Chain chain, HostScope scope, Findings findings)
    {
        if (value is not SecretNode || entry.Value is not YamlScalar text || !kind.Arguments.Any(argument => argument.Name == entry.Key.Text && argument.About.Rendered)) return value;
        var uses = Template.Of(text, new Findings())?.Names ?? [];
        var secret = uses.Where(use => IsSecret(use, chain, scope)).ToList();
        foreach (var use in secret) findings.Add(FileProblems.SecretInTemplate(use.Span, use.Path));
        if (secret.Count == 0) findings.Add(FileProblems.SecretInTemplate(text.Span, "A value in it"));
        return null;
    }

    private static bool IsSecret(NameUse use, Chain chain, HostScope scope) =>
        scope.Resolve(new YamlScalar($"{{{{ {use.Path} }}}}", false, use.Span), chain, new Findings()) is { } found && SecretNode.In(found).Any();
}
