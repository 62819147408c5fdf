using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The three lists in which kinds stand; each takes kinds of one sort.</summary>
internal enum StepPlace
{
    Steps,
    Handlers,
    Gate,
}

/// <summary>Reads the entries under <c>steps</c>, <c>handlers</c> and <c>gate</c>.</summary>
internal static class StepReader
{
    /// <typeparam name="T">The keys that an entry may have beside its kind.</typeparam>
    public static ValueList<StepCall> Read<T>(YamlNode? node, StepPlace place, Findings findings)
    {
        if (node is not YamlSequence list) return [];
        var shape = RecordShape.Of(typeof(T));
        var keys = shape?.Names ?? [];
        var later = shape?.NotYet ?? [];
        var calls = list.Items.Select(item => Read(item, place, keys, later, findings)).OfType<StepCall>().ToList();
        foreach (var repeat in calls.GroupBy(call => call.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            findings.Add(RunbookProblems.SameName(repeat, calls.First(call => call.Name == repeat.Name)));
        return [.. calls];
    }

    private static StepCall? Read(YamlNode node, StepPlace place, IReadOnlyList<string> keys, IReadOnlyList<string> later, Findings findings)
    {
        if (new YamlExpect(findings).Mapping(node) is not { } step) return null;
        var own = step with { Entries = [.. step.Entries.Where(entry => keys.Contains(entry.Key.Text) || later.Contains(entry.Key.Text))] };
        var others = step.Entries.Except(own.Entries).ToList();
        var kinds = others.Where(entry => StepCatalogue.Kinds.ContainsKey(entry.Key.Text)).ToList();
        foreach (var entry in others.Except(kinds)) findings.Add(RunbookProblems.UnknownKind(entry.Key, keys));
        if (kinds.Count == 0 && others.Count == 0) findings.Add(RunbookProblems.NoKind(step.Span));
        foreach (var second in kinds.Skip(1)) findings.Add(RunbookProblems.TwoKinds(second.Key, kinds[0].Key));
        var about = RecordBinder.Bind<StepKeys>(own, findings) ?? new StepKeys();
        var when = about.When is { } condition ? Expression.Parse(condition.Text, condition.Span, findings) : null;
        if (kinds.Count == 0) return null;
        var kind = StepCatalogue.Kinds[kinds[0].Key.Text];
        if (PlaceOf(kind) != place) findings.Add(RunbookProblems.WrongPlace(kinds[0].Key, PlaceOf(kind), place));
        return new StepCall(
            about.Name ?? Unnamed(kind, kinds[0].Value), kind, kinds[0].Value, when, about.When?.Span, about.OnRefusal, about.Notify ?? [], kinds[0].Key.Span);
    }

    private static StepPlace PlaceOf(StepKind kind) => kind.IsCheck ? StepPlace.Gate : kind.IsOperation ? StepPlace.Handlers : StepPlace.Steps;

    // Two unnamed steps of one kind are told apart by their first argument: nic.mtu eth1, nic.mtu eth2.
    private static string Unnamed(StepKind kind, YamlNode arguments) =>
        arguments is YamlMapping { Entries: [{ Value: YamlScalar first }, ..] } ? $"{kind.Name} {first.Text}" : kind.Name;
}
