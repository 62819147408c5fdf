using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
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

/// <summary>Reads the entries under <c>steps</c>, <c>handlers</c> and <c>gate</c>: calls of kinds, blocks and includes.</summary>
internal sealed class StepReader(Inclusions inclusions, StepPlace place, Findings findings)
{
    private const int MostSteps = 10_000;
    private readonly RecordShape? _shape = RecordShape.Of(place switch
    {
        StepPlace.Steps => typeof(StepKeys),
        StepPlace.Handlers => typeof(HandlerKeys),
        _ => typeof(CheckKeys),
    });

    private IReadOnlyList<string> Keys => _shape?.Names ?? [];

    public StepList Read(YamlNode? node)
    {
        if (node is not YamlSequence) return StepList.Empty;
        var list = new StepList(Entries(node));
        var calls = list.Entries.SelectMany(Written).ToList();
        foreach (var repeat in calls.GroupBy(call => call.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            findings.Add(RunbookProblems.SameName(repeat, calls.First(call => call.Name == repeat.Name)));
        return list;
    }

    // What other files hold may come several times; names are made unique where it is bound.
    private static IEnumerable<StepCall> Written(StepEntry entry) => entry switch
    {
        StepCall call => [call],
        StepBlock { Included: null } block => block.Entries.SelectMany(Written),
        _ => [],
    };

    private ValueList<StepEntry> Entries(YamlNode node)
    {
        if (new YamlExpect(findings).Sequence(node) is not { } list) return [];
        var entries = new List<StepEntry>();
        var count = 0;
        foreach (var entry in list.Items.Select(Entry).OfType<StepEntry>())
        {
            if ((count += entry.Count) > MostSteps)
            {
                findings.Add(StructureProblems.TooMany(entry.Span, MostSteps));
                break;
            }
            entries.Add(entry);
        }
        return [.. entries];
    }

    private StepEntry? Entry(YamlNode node)
    {
        if (new YamlExpect(findings).Mapping(node) is not { } step) return null;
        var own = step with { Entries = [.. step.Entries.Where(entry => Keys.Contains(entry.Key.Text) || (_shape?.NotYet.Contains(entry.Key.Text) ?? false))] };
        var others = step.Entries.Except(own.Entries).ToList();
        var kinds = others.Where(entry => StepCatalogue.Kinds.ContainsKey(entry.Key.Text)).ToList();
        foreach (var entry in others.Except(kinds)) findings.Add(RunbookProblems.UnknownKind(entry.Key, Keys));
        var about = RecordBinder.Bind<StepKeys>(own, findings) ?? new StepKeys();
        var frame = FrameReader.Read(about, own, findings);
        if (own.Entry("block") is { } block) return Block(own, block, kinds, frame);
        if (own.Entry("include") is { } include) return Include(own, include, about, kinds, frame);
        if (own.Entry("with") is { } with) findings.Add(StructureProblems.Misplaced(with.Key, "It gives parameters to a file, and no file is included.", "Add 'include:', or write the arguments below the kind."));
        if (kinds.Count == 0 && others.Count == 0) findings.Add(RunbookProblems.NoKind(step.Span));
        foreach (var second in kinds.Skip(1)) findings.Add(RunbookProblems.TwoKinds(second.Key, kinds[0].Key));
        return kinds.Count == 0 ? null : Call(kinds[0], about, own["name"] as YamlScalar, frame);
    }

    private StepCall Call(YamlEntry entry, StepKeys about, YamlScalar? named, Frame frame)
    {
        var kind = StepCatalogue.Kinds[entry.Key.Text];
        if (PlaceOf(kind) != place) findings.Add(RunbookProblems.WrongPlace(entry.Key, PlaceOf(kind), place));
        var (arguments, variables) = inclusions.Templates.Of(kind, entry.Value);
        if (variables.Count > 0) frame = frame with { Variables = [.. variables, .. frame.Variables] };
        return new StepCall(about.Name ?? Unnamed(kind, entry.Value), kind, arguments, frame, about.OnRefusal, about.Notify ?? [], entry.Key.Span, named) { MayDisturb = about.MayDisturb ?? [], ConfirmWithin = about.ConfirmWithin?.Seconds };
    }

    private StepBlock Block(YamlMapping own, YamlEntry block, List<YamlEntry> kinds, Frame frame)
    {
        foreach (var key in own.Entries.Where(entry => entry.Key.Text is "notify" or "on_refusal" or "may_disturb" or "confirm_within" or "include" or "with"))
            findings.Add(StructureProblems.Misplaced(key.Key, "A block only says what its steps have in common: name, when, tags, vars, foreach.", "Write it at the steps inside."));
        foreach (var kind in kinds) findings.Add(StructureProblems.Misplaced(kind.Key, "An entry is a step or a block.", "Move it into the block."));
        return new StepBlock(frame, Entries(block.Value), null, block.Key.Span);
    }

    private StepBlock? Include(YamlMapping own, YamlEntry entry, StepKeys about, List<YamlEntry> kinds, Frame frame)
    {
        foreach (var key in own.Entries.Where(key => key.Key.Text is "notify" or "on_refusal" or "may_disturb" or "confirm_within"))
            findings.Add(StructureProblems.Misplaced(key.Key, "The steps are in the included file.", "Write it at the steps there."));
        foreach (var kind in kinds) findings.Add(StructureProblems.Misplaced(kind.Key, "An entry is a step or an include.", "Make two entries."));
        if (about.Include is not { } path) return null;
        if (inclusions.Open(path, Word(place), Read) is not ({ } file, { } list)) return null;
        frame = frame with { Parameters = inclusions.Parameters(path, file, about.With), FileVariables = file.Variables };
        return new StepBlock(frame, list.Entries, path, entry.Key.Span);
    }

    private static string Word(StepPlace place) => place.ToString().ToLowerInvariant();

    private static StepPlace PlaceOf(StepKind kind) => kind.IsCheck ? StepPlace.Gate : kind.IsOperation ? StepPlace.Handlers : StepPlace.Steps;

    // Two unnamed steps of one kind are told apart by their first argument: nic.mtu eth1, nic.mtu eth2.
    private static string Unnamed(StepKind kind, YamlNode arguments) =>
        arguments is YamlMapping { Entries: [{ Value: YamlScalar first }, ..] } ? $"{kind.Name} {first.Text}" : kind.Name;
}
