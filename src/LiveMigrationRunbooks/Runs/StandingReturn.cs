using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Takes a batch that stood back with others that failed.</summary>
internal sealed class StandingReturn(HostSessions sessions, Claims claims, RunRecord record, TimeProvider time)
{
    public async Task DoAsync(StandingBatch each)
    {
        foreach (var (deed, problem) in await new BatchReturn(sessions, claims, record, time).DoAsync(each.Batch, each.Ran))
        {
            var original = each.Ran.FirstOrDefault(ran => ran.Id == deed.Id);
            if (original is ChangeDeed && problem is null) record.End(original, DeedEnd.RolledBack, $"{BatchJudgement.NameOf(deed)}: taken back with the others");
            else if (problem is not null) record.End(original ?? deed, DeedEnd.Held, problem);
        }
    }
}
