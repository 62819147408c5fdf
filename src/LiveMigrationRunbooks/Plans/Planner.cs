using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// Decides, from what was read, what a run will do. Pure: the same runbook, inventory and readings give the same plan, byte for byte.
/// </summary>
public static class Planner
{
    /// <param name="readings">One for each host of the runbook; a host that could not be read has its trouble in it.</param>
    /// <param name="saved">A plan that was made of the same before: guests go where it placed them, while they can.</param>
    public static Plan Make(BoundRunbook runbook, IReadOnlyDictionary<string, HostReading> readings, Plan? saved = null)
    {
        var blocked = new HashSet<string>(readings.Values.Where(reading => reading.Trouble is not null).Select(reading => reading.Host), StringComparer.Ordinal);
        var lines = new List<PlanLine>();
        var deeds = new List<Deed>();
        var plays = new List<PlanPlay>();
        for (var number = 0; number < runbook.Plays.Count; number++)
        {
            var planned = new PlayPlanner(runbook.Inventory, runbook.Plays[number], number, readings, deeds) { Placed = PlacedBy(saved, number) }.Plan(blocked);
            plays.Add(planned.Play);
            lines.AddRange(planned.Lines);
            deeds.AddRange(planned.Deeds);
            // A host that refused is left as it is: its deeds, of this play and of those before, are taken out of the run.
            blocked.UnionWith(planned.Lines.Where(line => line.State == LineState.Refused).Select(line => line.Host));
            deeds.RemoveAll(deed => deed is not CheckDeed && blocked.Contains(deed.Host));
        }
        plays = [.. Unmet(plays, runbook, blocked)];
        deeds.RemoveAll(deed => plays[deed.Play].NotBegun is not null);
        return new Plan(
            Plans.Plan.CurrentFormat,
            runbook.Runbook.Path,
            runbook.Runbook.Name,
            [.. runbook.Hosts.Select(host => new PlanHost(host.Name, readings[host.Name].Trouble) { Owed = StillOwed(readings[host.Name], deeds) })],
            [.. plays],
            [.. lines],
            [.. deeds.Where(deed => deed is not CheckDeed || !blocked.Contains(deed.Host))],
            Parked(runbook))
        {
            Kept = new KeptReading(runbook, readings, deeds).All,
        };
    }

    /// <summary>The hosts that a runbook leaves alone; none where there is no runbook.</summary>
    public static ValueList<PlanParked> Parked(BoundRunbook? runbook) =>
        [.. (runbook?.Parked ?? []).Select(parked => new PlanParked(parked.Host, parked.Parked.Reason, parked.Parked.Until))];

    private static Dictionary<string, GuestMove>? PlacedBy(Plan? saved, int play) => saved?.Deeds.OfType<MoveDeed>()
        .Where(deed => deed.Play == play && !deed.UnderWay).DistinctBy(deed => deed.Move.Uuid).ToDictionary(deed => deed.Move.Uuid, deed => deed.Move, StringComparer.Ordinal);

    private static ValueList<string>? StillOwed(HostReading reading, List<Deed> deeds)
    {
        var run = deeds.OfType<OperationDeed>().Where(deed => deed.Host == reading.Host).Select(deed => OwedOperation.KeyOf(deed.Step)).ToHashSet(StringComparer.Ordinal);
        ValueList<string> owed = [.. reading.Owed.Where(each => !run.Contains(each.Key)).Select(each => $"{each.Step.Name} ({each.Step.Kind}) was called for by {string.Join(", ", each.CalledBy)}, run {each.Run} ended before it, and this plan does not run it")];
        return owed.Count > 0 ? owed : null;
    }

    // A host that refuses, or could not be read, is not brought to what a play wants: whoever requires that play is not begun.
    private static IEnumerable<PlanPlay> Unmet(IReadOnlyList<PlanPlay> plays, BoundRunbook runbook, IReadOnlySet<string> blocked)
    {
        var unmet = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (play, bound) in plays.Zip(runbook.Plays))
        {
            var why = play.Requires.Where(unmet.ContainsKey).Select(required => unmet[required]).FirstOrDefault();
            yield return play with { NotBegun = why };
            if (bound.Hosts.FirstOrDefault(host => blocked.Contains(host.Name)) is { } host) unmet.TryAdd(play.Name, $"'{play.Name}' cannot end well on {host.Name}");
            else if (why is not null) unmet.TryAdd(play.Name, $"'{play.Name}' is not begun");
        }
    }
}
