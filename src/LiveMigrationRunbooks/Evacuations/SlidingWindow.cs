using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>
/// Which guests of a wave may leave now. As soon as one has left, whoever comes next and fits begins; nobody waits for the others of a group. Pure:
/// run and timeline ask the same function.
/// </summary>
/// <param name="Ports">Migration ports of the targets that have other than <see cref="MoveCaps.Ports"/>.</param>
public sealed record SlidingWindow(MoveCaps Caps, ValueMap<int> Ports)
{
    /// <param name="open">Who is still there, in the order in which they are to leave.</param>
    /// <param name="underWay">Who is on the way.</param>
    /// <param name="isStarting">Whether one of those has not been seen to move yet.</param>
    /// <returns>
    /// All who fit, in their order. Who does not is passed over by those behind that do. Where nobody is under way the first always fits.
    /// </returns>
    public ValueList<GuestMove> Begin(IEnumerable<GuestMove> open, IEnumerable<GuestMove> underWay, Func<GuestMove, bool> isStarting)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var move in underWay) Take(move, isStarting(move));
        var begin = new List<GuestMove>();
        foreach (var move in open)
        {
            if (!Needs(move, starts: true).All(need => taken.GetValueOrDefault(need.Of) + need.Count <= need.Most)) continue;
            Take(move, starts: true);
            begin.Add(move);
        }
        return [.. begin];

        void Take(GuestMove move, bool starts)
        {
            foreach (var (of, count, _) in Needs(move, starts)) taken[of] = taken.GetValueOrDefault(of) + count;
        }
    }

    /// <summary>The ports that a move takes on its target: one, and one more for each disk that goes along.</summary>
    public static int PortsOf(GuestMove move) => 1 + (move.Copies?.Count ?? 0);

    /// <summary>What a move takes part of while it is under way: how many of it, and how many there are.</summary>
    public IEnumerable<(string Of, int Count, int Most)> Shares(GuestMove move)
    {
        yield return ($"source {move.Source}", 1, Caps.PerSource);
        yield return ($"target {move.Target}", 1, Caps.PerTarget);
        foreach (var uplink in move.Uplinks ?? []) yield return ($"uplink {uplink}", 1, Caps.PerUplink);
    }

    private IEnumerable<(string Of, int Count, int Most)> Needs(GuestMove move, bool starts)
    {
        foreach (var share in Shares(move)) yield return share;
        // A guest with more disks than the host has ports gets all of them; libvirt then says what it lacks.
        var most = Ports.TryGetValue(move.Target, out var ports) ? ports : MoveCaps.Ports;
        yield return ($"ports {move.Target}", Math.Min(PortsOf(move), most), most);
        if (starts) yield return ($"starts {move.Target}", 1, MoveCaps.Starts);
    }
}
