using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>
/// Guests that have their places, put into the order in which they leave, with what each will cost among those that leave beside it. In a wave the
/// names are taken as they are written, and whoever takes longest comes first: at the end short moves fill what the long ones leave open.
/// </summary>
/// <param name="stages">The hosts of each stage of the play.</param>
/// <param name="before">The moves of an earlier plan by UUID, whose order and forecasts were approved; null where there is none.</param>
internal sealed class PlannedMoves(
    Inventory inventory, IReadOnlyDictionary<string, HostReading> readings, WaveOrder waves, SlidingWindow window, IReadOnlyList<ValueList<string>> stages, IReadOnlyDictionary<string, GuestMove>? before)
{
    private readonly MoveForecasts _forecasts = new(inventory, readings);

    /// <summary>The migration ports of targets that have other than the usual number.</summary>
    public static ValueMap<int> Ports(IEnumerable<string> targets, IReadOnlyDictionary<string, HostReading> readings) =>
        (from target in targets
         let ports = readings[target].Hypervisor is Hypervisor { Ports: var range } ? range.Last - range.First + 1 : MoveCaps.Ports
         where ports != MoveCaps.Ports
         select KeyValuePair.Create(target, ports)).ToValueMap();

    public ValueList<GuestMove> Of(IEnumerable<GuestMove> placed)
    {
        var alone = placed.Select(move => move.Over(inventory)).Select(move => move with { Forecast = _forecasts.Of(move) })
            .OrderBy(move => StageOf(move)).ThenBy(move => waves.PlaceOf(move.Name)).ThenBy(move => Before(move)?.Order ?? int.MaxValue).ThenBy(move => waves.TurnOf(move.Name))
            .ThenByDescending(move => move.Forecast?.DurationMs.Likely ?? 0).ThenByDescending(move => move.MemoryKib).ThenBy(move => move.Name, StringComparer.Ordinal)
            .Select((move, number) => move with { Order = number + 1 }).ToList();
        var beside = Timelines(alone).SelectMany(stage => stage.Moves).ToDictionary(move => move.Uuid, move => move.Shares, StringComparer.Ordinal);
        return [.. alone.Select(move => move with { Forecast = Before(move)?.Forecast ?? (beside.TryGetValue(move.Uuid, out var shares) && shares > 1 ? _forecasts.Of(move, shares) : move.Forecast) })];
    }

    /// <summary>One for each stage of which it is known.</summary>
    public ValueList<Timeline> Timelines(IEnumerable<GuestMove> moves) =>
        [.. moves.Where(move => !move.Offline).GroupBy(StageOf).Select(stage => Timeline.Of([.. stage], window, Soak)).OfType<Timeline>()];

    private GuestMove? Before(GuestMove move) => before?.GetValueOrDefault(move.Uuid) is { } known && known.Target == move.Target ? known : null;

    private int StageOf(GuestMove move) => stages.Index().First(stage => stage.Item.Contains(move.Source)).Index;

    private long Soak(string wave) => (long)(waves.Waves.FirstOrDefault(each => each.Name == wave)?.Soak ?? TimeSpan.Zero).TotalMilliseconds;
}
