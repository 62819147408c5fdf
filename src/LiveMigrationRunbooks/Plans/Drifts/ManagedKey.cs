using System.Text.Json;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>One key that a runbook manages on one host, with what a run gave it last.</summary>
/// <param name="Answers">What the step's own probe told; null where it was not asked, because what it wants is secret.</param>
/// <param name="Applied">Null where no run ever gave it a value.</param>
/// <param name="Kept">The step that gave it that value; null where there is none that this version knows.</param>
internal sealed record ManagedKey(int Play, BoundStep Entry, Step Step, string Key, Answers? Answers, LastApplied? Applied, Step? Kept)
{
    /// <summary>Whether the runbook says today what it said then.</summary>
    public bool IsSaid => Applied is not null && Kept is not null && Applied.Kind == Entry.Call.Kind.Name && Text(Kept) == Text(Step);

    /// <summary>Whether the value must be read the way it was read then, because the step of today would read something else.</summary>
    public bool AsksKept => Kept is not null && (Answers is null || !IsSaid);

    /// <summary>All keys of the steps that apply on a host, in the runbook's order.</summary>
    public static IEnumerable<ManagedKey> Of(BoundRunbook runbook, HostReading reading)
    {
        var applied = reading.Applied.GroupBy(each => each.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        return from play in runbook.Plays.Index()
               from host in play.Item.Hosts
               where host.Name == reading.Host
               from entry in host.Steps
               where entry.Applies != Applies.No
               from step in entry.Step is { } bound ? [bound] : Array.Empty<Step>()
               let answers = reading.Answers.GetValueOrDefault(StepId.Step(play.Index, entry.Number))
               from key in step.Keys
               let last = applied.GetValueOrDefault(key)
               select new ManagedKey(play.Index, entry, step, key, answers, last, StepOf(last));
    }

    private static string Text(Step step) => StepCatalogue.ToJson(step).ToJsonString(StepJson.Options);

    private static Step? StepOf(LastApplied? applied)
    {
        try
        {
            return applied is null || StepCatalogue.FromJson(applied.Kind, applied.Arguments) is not { } step || !step.Keys.Contains(applied.Key) ? null : step;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
