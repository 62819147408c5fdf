using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Binds a runbook to an inventory: which hosts, and for each host every condition and every argument. It runs offline, where facts are
/// unknown, and once more with the facts of each host, by the same rules.
/// </summary>
/// <param name="secrets">Where secrets are read; null where nobody is going to be asked, and no secret is read.</param>
public sealed class RunbookBinder(Runbook runbook, Inventory inventory, IReadOnlyDictionary<string, YamlNode> extra, string? limit, SecretSources? secrets = null)
{
    /// <param name="facts">What hosts told; hosts without an entry are bound with unknown facts.</param>
    public BoundRunbook Bind(IReadOnlyDictionary<string, HostFacts> facts, Findings findings)
    {
        var inputs = InputValues.Of(runbook, extra, findings);
        var limited = limit is null ? null : HostPattern.Select(inventory, limit, null, findings).Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var bound = new BoundRunbook(runbook, inventory, [.. runbook.Plays.Select(play => BindPlay(play, limited, inputs, facts, findings))]);
        if (limit is not null && !findings.HasErrors && bound.Plays.All(play => play.Hosts.Count == 0)) findings.Add(RunbookProblems.NobodyLeft(limit));
        return bound;
    }

    private BoundPlay BindPlay(
        Play play, HashSet<string>? limited, InputValues inputs, IReadOnlyDictionary<string, HostFacts> facts, Findings findings)
    {
        var hosts = Select(play.Hosts, inputs, findings).Where(host => limited?.Contains(host.Name) ?? true);
        var bound = hosts.Select(host => BindHost(play, host, HostScope.Of(inventory, host, inputs, facts.GetValueOrDefault(host.Name), findings), findings)).ToList();
        if (bound.Count == 0 && findings.HasErrors)
        {
            var nobody = HostScope.OfNobody(inventory, inputs);
            foreach (var calls in new[] { play.Steps, play.Handlers, play.Gate }) BindAll(calls, nobody, findings);
        }
        ValueList<InventoryHost> targets = play.Evacuate is { } evacuate ? Select(evacuate.To.Text, inputs, findings) : [];
        foreach (var both in targets.Where(target => bound.Exists(host => host.Name == target.Name)))
            findings.Add(RunbookProblems.SourceIsTarget(play.Evacuate!.To.Text, both.Name));
        return new BoundPlay(play, [.. bound], targets);
    }

    // Which hosts a play has cannot depend on a host: a pattern knows the inputs only.
    private ValueList<InventoryHost> Select(YamlScalar pattern, InputValues inputs, Findings findings)
    {
        var own = new Findings();
        var resolved = Resolver.Resolve(pattern, inputs.Over(Scope.Empty), own);
        foreach (var problem in own.Sorted) findings.Add(problem);
        foreach (var secret in SecretNode.In(resolved.Tree)) findings.Add(SecretProblems.NotHere(secret.Span, "a host pattern", StepCatalogue.SecretPlaces));
        return own.HasErrors || !resolved.IsComplete || resolved.Tree is not YamlScalar { Text.Length: > 0 } text ? [] : [.. HostPattern.Select(inventory, text.Text, pattern.Span, findings)];
    }

    private BoundHost BindHost(Play play, InventoryHost host, HostScope scope, Findings findings)
    {
        var steps = BindAll(play.Steps, scope, findings);
        foreach (var pair in WritersOfOneKey(steps)) findings.Add(RunbookProblems.TwoWriters(pair.Key, pair.Second.Call.Span, pair.First.Call.Span));
        return new BoundHost(host, steps, BindAll(play.Handlers, scope, findings), BindAll(play.Gate, scope, findings));
    }

    private ValueList<BoundStep> BindAll(ValueList<StepCall> calls, HostScope scope, Findings findings) =>
        [.. calls.Select(call => Bind(call, scope, findings))];

    private BoundStep Bind(StepCall call, HostScope scope, Findings findings)
    {
        var applies = scope.Holds(call.When, call.WhenSpan ?? call.Span, findings);
        return new BoundStep(call, applies, BindStep(call, scope, applies != Applies.No, findings));
    }

    private Step? BindStep(StepCall call, HostScope scope, bool mayRun, Findings findings)
    {
        // What a source file holds is content, never a template: it is read after the templates are done.
        if (call.Arguments is not YamlMapping given) return StepBinder.Bind(call.Kind, call.Arguments, call.Span, findings);
        var resolved = given.Entries.Select(entry => (Entry: entry, Value: scope.Resolve(entry.Value, findings, kind => StepBinder.Refuses(call.Kind, entry, kind)))).ToList();
        var mapping = given with { Entries = [.. resolved.Select(each => each.Value is { } value ? each.Entry with { Value = value } : each.Entry)] };
        var unresolved = resolved.Where(each => each.Value is null).Select(each => each.Entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var whole = unresolved.Contains(FileSource.Argument) ? mapping : FileSource.Inline(call.Kind, mapping, runbook.Path, findings);
        return StepBinder.Bind(call.Kind, mayRun ? Read(call.Kind, whole, findings) : whole, call.Span, findings, unresolved);
    }

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

    // Steps whose conditions are not known yet are looked at again once they are: two of them may exclude each other.
    private static IEnumerable<(string Key, BoundStep First, BoundStep Second)> WritersOfOneKey(IEnumerable<BoundStep> steps)
    {
        var writers = new Dictionary<string, BoundStep>(StringComparer.Ordinal);
        foreach (var step in steps.Where(step => step.Applies == Applies.Yes && step.Step is not null))
        {
            foreach (var key in step.Step!.Keys)
            {
                if (!writers.TryAdd(key, step)) yield return (key, writers[key], step);
            }
        }
    }
}
