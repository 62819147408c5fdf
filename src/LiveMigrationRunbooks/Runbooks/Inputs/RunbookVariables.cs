using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A variable that a runbook sets, and for what: <c>the runbook</c>, <c>play Migration path</c>, <c>step Jumbo frames of play …</c>.</summary>
/// <param name="Everywhere">Whether the whole runbook sees it; others are seen only inside of what they are set for.</param>
public sealed record VariablePlace(RunbookVariable Variable, string Where, bool Everywhere);

/// <summary>Every place where a runbook sets variables: for whoever asks where a value comes from.</summary>
public static class RunbookVariables
{
    /// <summary>In the order in which they win: what comes later hides what comes before, where both are seen.</summary>
    public static IReadOnlyList<VariablePlace> Of(Runbook runbook)
    {
        var places = runbook.Variables.Select(variable => new VariablePlace(variable, "the runbook", true)).ToList();
        foreach (var play in runbook.Plays)
        {
            places.AddRange(play.Frames.SelectMany(Set).Select(variable => new VariablePlace(variable, $"play {play.Name}", false)));
            foreach (var entry in new[] { play.Steps, play.Handlers, play.Gate }.SelectMany(list => list.Entries)) places.AddRange(In(entry, play.Name));
        }
        // A file that several places include sets its variables once.
        return [.. places.DistinctBy(place => (place.Variable.Span, place.Where))];
    }

    /// <summary>Every name that the runbook sets or uses anywhere.</summary>
    public static IReadOnlySet<string> Names(Runbook runbook)
    {
        var lists = runbook.Plays.SelectMany(play => new[] { play.Steps, play.Handlers, play.Gate }).ToList();
        var frames = runbook.Plays.SelectMany(play => play.Frames).Concat(lists.SelectMany(list => list.Entries).SelectMany(FramesIn)).ToList();
        var trees = lists.SelectMany(list => list.Calls).Select(call => call.Arguments)
            .Concat(runbook.Plays.Select(play => (YamlNode)play.Hosts))
            .Concat(runbook.Plays.Select(play => play.Evacuate?.To.Text).OfType<YamlNode>())
            .Concat(Of(runbook).Select(place => place.Variable.Value))
            .Concat(frames.Select(frame => frame.ForEach?.Over).OfType<YamlNode>())
            .Concat(frames.SelectMany(frame => frame.Parameters).Select(parameter => parameter.Given).OfType<YamlNode>());
        var uses = trees.SelectMany(TemplateNames.In).Concat(frames.SelectMany(frame => frame.When).SelectMany(condition => condition.Expression.Names));
        return Of(runbook).Select(place => place.Variable.Name).Concat(uses.Select(use => use.Root)).ToHashSet(StringComparer.Ordinal);
    }

    internal static IEnumerable<Frame> FramesIn(StepEntry entry) => entry is StepBlock block ? block.Entries.SelectMany(FramesIn).Append(entry.Frame) : [entry.Frame];

    private static IEnumerable<VariablePlace> In(StepEntry entry, string play)
    {
        var what = entry switch
        {
            StepCall call => $"step {call.Name}",
            StepBlock { Included: { } file } => $"include {file.Text}",
            _ => entry.Frame.Name is { } name ? $"block {name}" : "a block",
        };
        var own = Set(entry.Frame).Select(variable => new VariablePlace(variable, $"{what} of play {play}", false));
        return entry is StepBlock block ? own.Concat(block.Entries.SelectMany(child => In(child, play))) : own;
    }

    private static IEnumerable<RunbookVariable> Set(Frame frame) => frame.Variables.Concat(frame.FileVariables);
}
