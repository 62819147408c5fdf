using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Plans;

/// <summary>The hosts that a run did not bring to what was wanted: those that failed, refused, were not reached, or were not begun.</summary>
public static class UnfinishedHosts
{
    /// <summary>In the order of the plan.</summary>
    public static ValueList<string> Of(Plan plan, JournalReading journal)
    {
        var ends = journal.Records.OfType<DeedEnded>().GroupBy(record => record.Deed, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var bad = plan.Deeds.Where(deed => !ends.ContainsKey(deed.Id)).Select(deed => deed.Host)
            // These may be of guests, too, that came after the plan.
            .Concat(ends.Values.Where(record => record.End != DeedEnd.Done).Select(record => record.Host))
            .Concat(journal.Records.OfType<HostLost>().Select(record => record.Host))
            .Concat(plan.Unread.Select(host => host.Name))
            .Concat(plan.RefusedHosts).ToHashSet(StringComparer.Ordinal);
        return [.. plan.Hosts.Select(host => host.Name).Where(bad.Contains)];
    }
}
