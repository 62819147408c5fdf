namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>Whether a plan may be begun at all; asked before a host is touched.</summary>
public static class Approval
{
    /// <summary>Why not: a stable reason and a sentence for people. Null where it may.</summary>
    public static (string Reason, string Explanation)? Refusal(Plan plan)
    {
        foreach (var play in plan.Plays)
        {
            var members = play.Stages.SelectMany(stage => stage).ToList();
            if (play.Evacuation is { IsBlocked: true }) return ("evacuation.refused", $"'{play.Name}' cannot be emptied as a whole: see above.");
            var unread = plan.Unread.Select(host => host.Name).Intersect(members).ToList();
            if (!play.IsWithinBudget(unread.Contains))
                return ("host.unreachable", $"{Told(play, unread, "could not be read")} {string.Join(" ", plan.Unread.Where(host => unread.Contains(host.Name)).Select(host => host.Trouble!.What))}");
            var refused = plan.RefusedHosts.Intersect(members).Union(unread).ToList();
            if (!play.IsWithinBudget(refused.Contains)) return ("step.refused", Told(play, refused, "refuse a step or could not be read"));
        }
        if (plan.Window is { Outside: false, IsOpen: false } window && plan.HasDeeds)
            return ("window.closed", $"the window is {window.Told()}. Wait, or say --outside-window.");
        return null;
    }

    private static string Told(PlanPlay play, List<string> hosts, string why) =>
        $"'{play.Name}' allows {play.BudgetTold()} (max_failed), and {string.Join(", ", hosts)} {why}.";
}
