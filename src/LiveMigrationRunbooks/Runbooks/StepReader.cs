using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
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
    private static readonly string[] s_keys = ["name", "when", "notify", "on_refusal"];

    public static ValueList<StepCall> ReadList(YamlNode? node, StepPlace place, Findings findings)
    {
        if (node is null || new YamlExpect(findings).Sequence(node) is not { } list) return [];
        var calls = list.Items.Select(item => Read(item, place, findings)).OfType<StepCall>().ToList();
        foreach (var repeat in calls.GroupBy(call => call.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            findings.Add(RunbookProblems.SameName(repeat, calls.First(call => call.Name == repeat.Name)));
        return [.. calls];
    }

    private static StepCall? Read(YamlNode node, StepPlace place, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (expect.Mapping(node) is not { } step) return null;
        var others = step.Entries.Where(entry => !s_keys.Contains(entry.Key.Text)).ToList();
        var kinds = others.Where(entry => StepCatalogue.Kinds.ContainsKey(entry.Key.Text)).ToList();
        foreach (var entry in others.Except(kinds)) findings.Add(RunbookProblems.UnknownKind(entry.Key, s_keys));
        if (kinds.Count == 0 && others.Count == 0) findings.Add(RunbookProblems.NoKind(step.Span));
        foreach (var second in kinds.Skip(1)) findings.Add(RunbookProblems.TwoKinds(second.Key, kinds[0].Key));

        var when = step["when"] is YamlScalar condition ? Expression.Parse(condition.Text, condition.Span, findings) : null;
        var notify = step["notify"] switch
        {
            YamlSequence list => list.Items.OfType<YamlScalar>(),
            YamlScalar one => [one],
            _ => [],
        };
        var onRefusal = OnRefusalOf(step["on_refusal"], findings);
        if (kinds.Count == 0) return null;
        var kind = StepCatalogue.Kinds[kinds[0].Key.Text];
        if (PlaceOf(kind) != place) findings.Add(RunbookProblems.WrongPlace(kinds[0].Key, PlaceOf(kind), place));
        var name = step["name"] is { } named ? expect.Text(named) : null;
        return new StepCall(name ?? Unnamed(kind, kinds[0].Value), kind, kinds[0].Value, when, step["when"]?.Span, onRefusal, [.. notify], kinds[0].Key.Span);
    }

    private static StepPlace PlaceOf(StepKind kind) => kind.IsCheck ? StepPlace.Gate : kind.IsOperation ? StepPlace.Handlers : StepPlace.Steps;

    // Two unnamed steps of one kind are told apart by their first argument: nic.mtu eth1, nic.mtu eth2.
    private static string Unnamed(StepKind kind, YamlNode arguments) =>
        arguments is YamlMapping { Entries: [{ Value: YamlScalar first }, ..] } ? $"{kind.Name} {first.Text}" : kind.Name;

    private static OnRefusal OnRefusalOf(YamlNode? node, Findings findings)
    {
        if (node is null or YamlScalar { Text: "block" }) return OnRefusal.Block;
        if (node is YamlScalar { Text: "leave" }) return OnRefusal.Leave;
        findings.Add(RunbookProblems.UnknownWord("on_refusal", node, ["block", "leave"]));
        return OnRefusal.Block;
    }
}
