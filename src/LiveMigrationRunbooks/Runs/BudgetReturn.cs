using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// More hosts have failed than may: takes the changes of the stage, or of the whole play, back, on the hosts that succeeded too. Guests stay
/// where they are.
/// </summary>
internal sealed class BudgetReturn(HostSessions sessions, Claims claims, RunRecord record, TimeProvider time)
{
    public async Task DoAsync(OverBudget what, int stage, IReadOnlyCollection<StandingBatch> standing)
    {
        var back = standing.Where(each => IsTaken(what, stage, each) && each.Ran.OfType<ChangeDeed>().Any()).ToList();
        if (back.Count == 0) return;
        record.Tell("", $"more hosts have failed than may: the changes of {(what == OverBudget.RollbackPlay ? "the play" : "the stage")} are taken back");
        await sessions.EachAsync(back.GroupBy(each => each.Batch.Host, StringComparer.Ordinal), async host =>
        {
            // What was done last is undone first.
            foreach (var each in host.OrderByDescending(each => each.Batch.Number)) await new StandingReturn(sessions, claims, record, time).DoAsync(each);
        }, CancellationToken.None);
    }

    private static bool IsTaken(OverBudget what, int stage, StandingBatch each) => what switch
    {
        OverBudget.RollbackStage => each.Ran.Any(deed => deed.Stage == stage),
        OverBudget.RollbackPlay => true,
        _ => false,
    };
}
