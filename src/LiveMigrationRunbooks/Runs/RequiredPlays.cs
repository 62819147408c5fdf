using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Whether the plays that a play requires have ended well on all their hosts.</summary>
internal sealed class RequiredPlays(Plan plan, RunRecord record, Func<string, bool> isLost)
{
    /// <summary>Why it may not be begun, in a few words; null where it may.</summary>
    public string? Unmet(int play)
    {
        for (var earlier = 0; earlier < play; earlier++)
        {
            if (plan.Plays[play].Requires.Contains(plan.Plays[earlier].Name) && Bad(earlier) is { } host) return $"'{plan.Plays[earlier].Name}' did not end well on {host}";
        }
        return null;
    }

    private string? Bad(int play) => plan.Deeds.Where(deed => deed.Play == play && record.Of(deed) is not { End: DeedEnd.Done }).Select(deed => deed.Host)
        .Concat(record.Results.Where(result => result.Deed.Play == play && result.End != DeedEnd.Done).Select(result => result.Deed.Host))
        .Concat(plan.Plays[play].Stages.SelectMany(stage => stage).Where(isLost))
        .FirstOrDefault();
}
