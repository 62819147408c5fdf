using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>
/// Who goes where, in which order. A plan with anything in <paramref name="Refused"/> or <paramref name="Problems"/> must not be begun: an
/// evacuation is whole or is refused.
/// </summary>
public sealed record EvacuationPlan(
    ValueList<FinishItem> Finish, ValueList<GuestMove> Moves, ValueList<GuestRefusal> Refused, ValueList<GuestStay> Stays, ValueList<string> Problems)
{
    /// <summary>Guests that are taken down where they are, because no target can take them.</summary>
    public ValueList<GuestStop> Stops { get; init; } = [];

    public bool CanBegin => Refused.Count == 0 && Problems.Count == 0;

    /// <summary>
    /// Sources in the order in which they shall be emptied. Each guest in turn, wave by wave and in a wave the largest first, gets the target with the most memory left
    /// on which nothing blocks it; what is promised to one guest is no longer there for the next. A source is never a target. What earlier
    /// runs began is finished before the first move.
    /// </summary>
    /// <param name="placed">Where an earlier plan placed guests, by UUID: that target is taken first, so that memory which came and went changes no plan.</param>
    public static EvacuationPlan Make(IEnumerable<EvacuationSource> sources, IEnumerable<MoveTarget> targets, WaveOrder waves, IReadOnlyDictionary<string, string>? placed = null)
    {
        var all = sources.ToArray();
        var offered = targets.ToArray();
        var readings = offered.Select(target => KeyValuePair.Create(target.Name, target.Reading))
            .Concat(all.Select(source => KeyValuePair.Create(source.Name, source.Reading))).ToValueMap();
        var placement = new Placement(offered.Where(target => all.All(source => source.Name != target.Name)), readings, waves, placed);
        foreach (var source in all) placement.Empty(source);
        var plan = placement.Plan;
        return plan with { Problems = [.. plan.Problems, .. Duplicates.Of(readings)] };
    }
}
