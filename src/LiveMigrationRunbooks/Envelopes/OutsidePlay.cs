using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>Where the rules of a plan's plays are weaker than those that were approved: more at once, more that may fail, less that is asked.</summary>
internal static class OutsidePlay
{
    public static IEnumerable<string> All(Plan approved, Plan now)
    {
        if (approved.Window is { Outside: false } && now.Window is null or { Outside: true }) yield return "the window that was approved would not be kept";
        foreach (var number in now.Deeds.Select(deed => deed.Play).Distinct())
        {
            var play = now.Plays[number];
            var known = approved.Plays.Index().Where(each => each.Item.Name == play.Name).ToList();
            if (known.Count == 0) yield return $"the play '{play.Name}' was not approved";
            foreach (var (at, before) in known.Take(1))
                foreach (var weaker in Weaker(before, play).Concat(AtOnce(approved, at, now, number)).Concat(Gates(approved, at, now, number)))
                    yield return $"'{play.Name}': {weaker}";
        }
    }

    private static IEnumerable<string> Weaker(PlanPlay approved, PlanPlay now)
    {
        if (now.MaxFailed > approved.MaxFailed) yield return $"{now.MaxFailed} hosts may fail, approved is {approved.MaxFailed}";
        if (now.SoakSeconds < approved.SoakSeconds) yield return $"{now.SoakSeconds} s between stages, approved is {approved.SoakSeconds} s";
        if (approved.RollsBack && !now.RollsBack) yield return "a failed host would not be rolled back";
        if (approved.OverBudget != OverBudget.Stop && now.OverBudget != approved.OverBudget) yield return $"over_budget is {now.OverBudget}, approved is {approved.OverBudget}";
        if (approved.Requires.Except(now.Requires).ToList() is { Count: > 0 } missing) yield return $"it would not require {string.Join(", ", missing)} any more";
    }

    private static IEnumerable<string> AtOnce(Plan approved, int approvedPlay, Plan now, int play)
    {
        var (before, after) = (MostAtOnce(approved, approvedPlay), MostAtOnce(now, play));
        if (after > before) yield return $"a stage would take {after} hosts at once, approved is {before}";
    }

    private static int MostAtOnce(Plan plan, int play) => plan.Deeds.Where(deed => deed.Play == play && deed is not CheckDeed)
        .GroupBy(deed => deed.Stage).Select(stage => stage.Select(deed => deed.Host).Distinct(StringComparer.Ordinal).Count()).DefaultIfEmpty(0).Max();

    // A host that is changed is asked everything that it was going to be asked.
    private static IEnumerable<string> Gates(Plan approved, int approvedPlay, Plan now, int play)
    {
        var changed = now.Deeds.Where(deed => deed.Play == play && deed is not CheckDeed).Select(deed => deed.Host).ToHashSet(StringComparer.Ordinal);
        var asked = now.Deeds.OfType<CheckDeed>().Where(deed => deed.Play == play).ToList();
        return approved.Deeds.OfType<CheckDeed>().Where(deed => deed.Play == approvedPlay && changed.Contains(deed.Host))
            .Where(deed => !asked.Exists(each => each.Host == deed.Host && Outside.Equal(each.Step, deed.Step)))
            .Select(deed => $"the gate would not ask '{deed.Step.Name}' ({deed.Step.Kind}) on {deed.Host} any more").Distinct();
    }
}
