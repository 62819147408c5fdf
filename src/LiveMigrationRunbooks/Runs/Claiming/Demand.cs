using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>
/// What a stage needs of hosts before it is begun. Hosts that it changes or drains are its own; a host that guests are only sent to may be
/// shared with other runs that do the same, as long as its memory is enough for all of them. Questions need neither.
/// </summary>
/// <param name="Own">Hosts that nobody else may work on.</param>
/// <param name="Shared">Targets of moves, with the memory in KiB that this run will put there, huge pages not counted.</param>
public sealed record Demand(ValueList<string> Own, ValueMap<long> Shared)
{
    public bool IsEmpty => Own.Count == 0 && Shared.Count == 0;

    /// <summary>All hosts in the order in which every run takes them: so of two that want the same, one comes first everywhere.</summary>
    public IEnumerable<string> Hosts => Own.Concat(Shared.Keys).Order(StringComparer.Ordinal);

    /// <param name="stage">The deeds of the stage.</param>
    /// <param name="coming">All deeds of the run that are still to come, these among them: a target must hold all guests of the run.</param>
    public static Demand Of(IReadOnlyCollection<Deed> stage, IEnumerable<Deed> coming)
    {
        ValueList<string> own = [.. stage.Where(deed => deed is not (CheckDeed or LeaveDeed)).Select(deed => deed.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var moves = coming.OfType<MoveDeed>().ToLookup(deed => deed.Move.Target, StringComparer.Ordinal);
        return new Demand(own, stage.Select(TargetOf).OfType<string>().Distinct(StringComparer.Ordinal).Except(own)
            .Select(target => KeyValuePair.Create(target, moves[target].Sum(deed => deed.Move.Need.Kib))).ToValueMap());
    }

    /// <summary>The demand of the first stage that needs hosts at all.</summary>
    public static Demand First(Plan plan) => plan.Deeds.GroupBy(deed => (deed.Play, deed.Stage))
        .Select(stage => Of([.. stage], plan.Deeds)).FirstOrDefault(demand => !demand.IsEmpty) ?? new Demand([], ValueMap<long>.Empty);

    /// <summary>The host that a guest goes to; null for what is no move.</summary>
    public static string? TargetOf(Deed deed) => Deed.MoveOf(deed)?.Target;
}
