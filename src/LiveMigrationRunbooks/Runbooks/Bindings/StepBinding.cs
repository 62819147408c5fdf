using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Binds one call to one host: its conditions, its arguments, its name.</summary>
/// <param name="secrets">Where secrets are read; null where none is.</param>
/// <param name="files">Where the content of files comes from.</param>
internal sealed class StepBinding(SecretSources? secrets, FileSource files)
{
    /// <param name="unknown">Whether it is not known yet how often it is done at all.</param>
    public BoundStep Bind(StepCall call, Occurrence at, HostScope scope, bool unknown, Findings findings)
    {
        var (applies, why) = Holds(at, scope, findings);
        if (unknown && applies == Applies.Yes) applies = Applies.Unknown;
        // What a host never comes to may well need what the host does not have.
        var step = applies == Applies.No ? null : Bind(call, at.Chain, scope, findings);
        return new BoundStep(call, applies, step, Name(call, at, scope, applies, findings), at.Number, why, at.At.Include);
    }

    /// <summary>What is wrong with a call whatever its templates give.</summary>
    public void Check(StepCall call, Findings findings)
    {
        var open = (call.Arguments as YamlMapping)?.Entries.Where(entry => TemplateNames.Holds(entry.Value) || HoldsSecret(entry.Value)).Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal) ?? [];
        StepBinder.Bind(call.Kind, WithContent(call, call.Arguments, open, findings), call.Span, findings, open);
    }

    /// <summary>Whether all conditions hold, and the one that does not.</summary>
    public static (Applies Applies, string? Why) Holds(Occurrence at, HostScope scope, Findings findings)
    {
        var applies = Applies.Yes;
        foreach (var (condition, chain) in at.Conditions)
        {
            var holds = scope.Holds(condition, chain, findings);
            if (holds == Applies.No) return (holds, condition.Expression.Text);
            if (holds == Applies.Unknown) applies = holds;
        }
        return (applies, null);
    }

    private Step? Bind(StepCall call, Chain chain, HostScope scope, Findings findings)
    {
        // What a source file holds is content, never a template: it is read after the templates are done.
        if (call.Arguments is not YamlMapping given) return StepBinder.Bind(call.Kind, call.Arguments, call.Span, findings);
        var resolved = given.Entries.Select(entry => (Entry: entry, Value: scope.Resolve(entry.Value, chain, findings, kind => StepBinder.Refuses(call.Kind, entry, kind)))).ToList();
        resolved = [.. resolved.Select(each => (each.Entry, RenderedSource.Open(call.Kind, each.Entry, each.Value, chain, scope, findings)))];
        var mapping = given with { Entries = [.. resolved.Select(each => each.Value is { } value ? each.Entry with { Value = value } : each.Entry)] };
        var unresolved = resolved.Where(each => each.Value is null).Select(each => each.Entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        return StepBinder.Bind(call.Kind, Read(call.Kind, WithContent(call, mapping, unresolved, findings), findings), call.Span, findings, unresolved);
    }

    // A source whose path is not known yet is a content that is not known yet.
    private YamlNode WithContent(StepCall call, YamlNode arguments, HashSet<string> open, Findings findings)
    {
        if (!open.Contains(FileSource.Argument) || arguments is not YamlMapping mapping) return files.Inline(call.Kind, arguments, open, findings);
        if (!FileSource.Takes(call.Kind)) return arguments;
        open.Add("content");
        return mapping with { Entries = [.. mapping.Entries.Where(entry => entry.Key.Text != FileSource.Argument)] };
    }

    private static bool HoldsSecret(YamlNode node) => node switch
    {
        YamlMapping mapping => SecretForm.Is(mapping) || mapping.Entries.Any(entry => HoldsSecret(entry.Value)),
        YamlSequence sequence => sequence.Items.Any(HoldsSecret),
        _ => false,
    };

    // A secret is read only for a step that may run here, and only where it may stand; elsewhere the binder says so.
    private YamlNode Read(StepKind kind, YamlNode arguments, Findings findings)
    {
        if (arguments is not YamlMapping mapping) return arguments;
        return mapping with { Entries = [.. mapping.Entries.Select(entry => entry.Value is SecretNode secret && kind.TakesSecret(entry.Key.Text) ? entry with { Value = Read(secret, findings) } : entry)] };
    }

    private SecretNode Read(SecretNode secret, Findings findings)
    {
        if (secrets is not null) return secrets.Open(secret, findings) ?? secret;
        foreach (var missing in secret.Text.References.OfType<FileSecret>().Where(file => !File.Exists(file.Path))) findings.Add(SecretSourceProblems.Missing(missing));
        return secret;
    }

    // A name that does not say which item it is for gets it from the loop.
    private static string Name(StepCall call, Occurrence at, HostScope scope, Applies applies, Findings findings)
    {
        if (!Template.Holds(call.Name)) return Labelled(call.Name, at.At.Labels);
        if (applies == Applies.No) return call.Name;
        // A name made of the first argument cannot have mistakes of its own.
        var name = call.Named ?? new YamlScalar(call.Name, false, call.Span);
        var named = scope.Resolve(name, at.Chain, call.Named is null ? new Findings() : findings);
        foreach (var secret in call.Named is null || named is null ? [] : SecretNode.In(named)) findings.Add(SecretProblems.NotHere(secret.Span, "a step's name", StepCatalogue.SecretPlaces));
        return named is YamlScalar { Text.Length: > 0 } resolved ? resolved.Text : call.Name;
    }

    private static string Labelled(string name, IReadOnlyCollection<string> labels) => labels.Count == 0 ? name : $"{name} [{string.Join(", ", labels)}]";
}
