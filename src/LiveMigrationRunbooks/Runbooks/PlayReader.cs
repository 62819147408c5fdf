using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads one entry of <c>plays:</c>.</summary>
internal static class PlayReader
{
    public static Play? Read(YamlNode node, int number, Policies policies, GuestPolicies guests, Findings findings)
    {
        if (new YamlExpect(findings).Mapping(node) is not { } play) return null;
        // Its steps are looked at even where it does not say for whom they are.
        var form = RecordBinder.Bind<PlayForm>(play, findings) ?? new PlayForm(play.Span, new HostsPattern(new YamlScalar("", false, play.Span)));
        if (play["steps"] is null && play["evacuate"] is null && play["gate"] is null)
            findings.Add(RunbookProblems.Missing("A play", "steps", play.Span));
        var handlers = StepReader.Read<HandlerKeys>(play["handlers"], StepPlace.Handlers, findings);
        var steps = StepReader.Read<StepKeys>(play["steps"], StepPlace.Steps, findings);
        foreach (var call in steps.SelectMany(step => step.Notify).Where(call => handlers.All(handler => handler.Name != call.Text)))
            findings.Add(RunbookProblems.UnknownHandler(call, handlers.Select(handler => handler.Name)));
        return new Play(
            form.Name ?? $"play {number}",
            form.Hosts.Text,
            form.Rollout ?? Rollout.AllAtOnce,
            form.MaxFailed ?? Share.OfCount(0),
            form.FailedHost,
            form.Evacuate is { } evacuate ? Evacuate.Of(evacuate, policies, guests, findings) : null,
            steps,
            handlers,
            StepReader.Read<CheckKeys>(play["gate"], StepPlace.Gate, findings),
            play.Span)
        {
            Requires = form.Requires ?? [],
            OverBudget = form.OverBudget,
        };
    }
}
