using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads the entries of <c>plays:</c>: plays, and includes of plays.</summary>
internal sealed class PlayReader(Inclusions inclusions, Policies policies, GuestPolicies guests, Findings findings)
{
    /// <summary>The plays in the order they are carried out; those without a name are named by their number.</summary>
    public ValueList<Play> Read(YamlSequence list)
    {
        var plays = Plays(list);
        return [.. plays.Select((play, index) => play.Name.Length > 0 ? play : play with { Name = $"play {index + 1}" })];
    }

    private List<Play> Plays(YamlNode node)
    {
        if (new YamlExpect(findings).Sequence(node) is not { } list) return [];
        return [.. list.Items.SelectMany(item => item is YamlMapping entry && entry["include"] is not null ? Included(entry) : One(item) is { } play ? [play] : (IEnumerable<Play>)[])];
    }

    private IEnumerable<Play> Included(YamlMapping entry)
    {
        if (RecordBinder.Bind<PlayIncludeKeys>(entry, findings) is not { } about) return [];
        if (inclusions.Open(about.Include, "plays", Plays) is not ({ } file, { } plays)) return [];
        var frame = Frame.Nothing with
        {
            Tags = about.Tags ?? [],
            Variables = VariableReader.Read(about.Vars, findings),
            Parameters = inclusions.Parameters(about.Include, file, about.With),
            FileVariables = file.Variables,
        };
        return plays.Select(play => play with { Frames = [frame, .. play.Frames] });
    }

    private Play? One(YamlNode node)
    {
        if (new YamlExpect(findings).Mapping(node) is not { } play) return null;
        // Its steps are looked at even where it does not say for whom they are.
        var form = RecordBinder.Bind<PlayForm>(play, findings) ?? new PlayForm(play.Span, new HostsPattern(new YamlScalar("", false, play.Span)));
        if (play["steps"] is null && play["evacuate"] is null && play["gate"] is null)
            findings.Add(RunbookProblems.Missing("A play", "steps", play.Span));
        foreach (var size in StageSizes(play).Where(size => Quantity.TryShare(size.Text, out var share, out _) && share is { Count: 0 } or { Percent: 0 }))
            findings.Add(RunbookProblems.EmptyStage(size));
        var handlers = Steps(play, "handlers", StepPlace.Handlers);
        var steps = Steps(play, "steps", StepPlace.Steps);
        var known = handlers.Calls.Select(handler => handler.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (call, step) in steps.Calls.SelectMany(step => step.Notify.Select(call => (call, step))).Where(pair => !known.Contains(pair.call.Text)))
            findings.Add(RunbookProblems.UnknownHandler(call, handlers.Calls.Select(handler => handler.Name).Distinct(), step.Span.File == play.Span.File ? null : play.Span));
        return new Play(
            form.Name ?? "",
            form.Hosts.Text,
            form.Rollout ?? Rollout.AllAtOnce,
            form.MaxFailed ?? FailureBudget.None,
            form.FailedHost,
            form.Evacuate is { } evacuate ? Evacuate.Of(evacuate, policies, guests, findings) : null,
            steps,
            handlers,
            Steps(play, "gate", StepPlace.Gate),
            [Frame.Nothing with { Tags = form.Tags ?? [], Variables = VariableReader.Read(form.Vars, findings) }],
            play.Span)
        {
            Requires = form.Requires ?? [],
            OverBudget = form.OverBudget,
        };
    }

    private static IEnumerable<YamlScalar> StageSizes(YamlMapping play) => (play["rollout"] as YamlMapping)?["stages"] switch
    {
        YamlSequence list => list.Items.OfType<YamlScalar>(),
        YamlScalar one => [one],
        _ => [],
    };

    private StepList Steps(YamlMapping play, string key, StepPlace place) => new StepReader(inclusions, place, findings).Read(play[key]);
}
