using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>What the journal of a run said of its jobs on a host, as the jobs themselves tell it. Pure.</summary>
public static class RecoveredJobs
{
    /// <param name="jobs">All of the run on that host. One that never began is among them, because its number cannot be used again.</param>
    public static IEnumerable<JournalRecord> Meant(string host, IReadOnlyList<(int Batch, JobReading Reading)> jobs)
    {
        var guards = jobs.Select(job => job.Reading.Guard).OfType<GuardReading>().ToList();
        foreach (var (batch, reading) in jobs.OrderBy(job => job.Batch))
        {
            if (reading.Guard is { Batches: [.., var last] } guard)
            {
                ValueList<string> taken = [.. jobs.Where(job => guard.Batches.Contains(job.Batch)).SelectMany(job => Ids(job.Reading)).Distinct(StringComparer.Ordinal)];
                yield return new BatchMeant(host, batch, taken) { Returns = last };
                yield return new GuardArmed(host, batch, guard.Batches, guard.Seconds, taken);
                continue;
            }
            // A change has a step in both jobs of a guarded batch, and the journal has it in the one that keeps its files.
            var kept = guards.Where(each => each.Batches.Contains(batch)).SelectMany(each => each.Batches).Where(other => other > batch).ToHashSet();
            var later = jobs.Where(job => kept.Contains(job.Batch)).SelectMany(job => Ids(job.Reading)).ToHashSet(StringComparer.Ordinal);
            var own = Ids(reading).Index().Where(step => !later.Contains(step.Item)).ToList();
            yield return new BatchMeant(host, batch, [.. own.Select(step => step.Item)]) { Returns = reading.Returns, Places = kept.Count == 0 ? null : [.. own.Select(step => step.Index)] };
        }
    }

    private static IEnumerable<string> Ids(JobReading reading) => reading.Steps.Select(step => step.Id);
}
