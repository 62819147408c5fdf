using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// What a host keeps of the plan of a run: all of a small one, of a large one what concerns it, so that another machine can put the plan together again from the hosts when the
/// one that made it is gone. As the plan itself, it holds no secret.
/// </summary>
/// <param name="Plan">The plan, with the deeds that are kept here and without the lines for its reader.</param>
/// <param name="Places">Where each of these deeds stands in the whole.</param>
/// <param name="Whole">How many deeds the whole has.</param>
public sealed record PlanPart(int Format, string Run, Plan Plan, ValueList<int> Places, int Whole)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_options = new(PlanFile.Options) { WriteIndented = false };

    /// <summary>One line of JSON.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this, s_options);

    // A plan of this many deeds is some hundred kilobytes, which every host may keep whole; of a longer one the first host of each stage does.
    private const int MostEverywhere = 200;

    public static PlanPart Of(string run, Plan plan, string host)
    {
        var whole = plan.Deeds.Count <= MostEverywhere || plan.Plays.Any(play => play.Stages.Any(stage => stage.Count > 0 && stage[0] == host));
        var mine = plan.Deeds.Index().Where(entry => whole || entry.Item.Touches().Contains(host)).ToList();
        return new PlanPart(CurrentFormat, run, plan with { Lines = [], Kept = plan.Kept is { } kept ? [.. kept.Where(each => each.Host == host)] : null, Deeds = [.. mine.Select(entry => entry.Item)] }, [.. mine.Select(entry => entry.Index)], plan.Deeds.Count);
    }

    /// <summary>Null where the text is no such part, or one of a later version.</summary>
    public static PlanPart? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PlanPart>(text, s_options) is { Format: CurrentFormat, Plan.Format: Plan.CurrentFormat } part && part.Places.Count == part.Plan.Deeds.Count ? part : null;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static ValueList<KeptValues>? Kept(IReadOnlyList<PlanPart> parts) => parts[0].Plan.Kept is null ? null
        : [.. parts.SelectMany(part => part.Plan.Kept ?? []).DistinctBy(kept => kept.Host).OrderBy(kept => kept.Host, StringComparer.Ordinal)];

    /// <summary>The plan that parts of one run make together, and how many of its deeds are in none of them.</summary>
    public static (Plan Plan, int Missing) Join(IReadOnlyList<PlanPart> parts)
    {
        var deeds = new SortedDictionary<int, Deed>();
        foreach (var part in parts)
        {
            foreach (var (deed, place) in part.Plan.Deeds.Zip(part.Places)) deeds[place] = deed;
        }
        return (parts[0].Plan with { Deeds = [.. deeds.Values], Kept = Kept(parts) }, parts[0].Whole - deeds.Count);
    }
}
