using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Runs.Resuming;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>The journal that the jobs of a host give again.</summary>
public sealed class RecoveredJobsTests
{
    [Theory]
    [InlineData(JobState.Armed)]
    [InlineData(JobState.Confirmed)]
    [InlineData(JobState.Done)]
    public void A_guard_is_told_with_what_it_takes_back_wherever_it_stands(JobState state)
    {
        var records = Meant((1, Job(JobState.Done, "mtu", "address")), (2, Job(JobState.Done, "mtu", "restart")), (3, new JobReading(state, null, []) { Guard = new GuardReading(120, [1, 2]) }));

        Assert.Equal([("address", null), ("mtu restart", null), ("mtu address restart", 2)], records.OfType<BatchMeant>().Select(meant => (string.Join(' ', meant.Deeds), meant.Returns)));
        var guard = Assert.Single(records.OfType<GuardArmed>());
        Assert.Equal((3, 120, "mtu address restart"), (guard.Batch, guard.Seconds, string.Join(' ', guard.Deeds)));
        Assert.Equal([1, 2], guard.Batches);
    }

    [Fact]
    public void A_job_that_never_began_keeps_its_number()
    {
        var records = Meant((2, Job(JobState.Done, "b")), (1, new JobReading(JobState.Cancelled, null, [])));

        Assert.Equal([(1, 0), (2, 1)], records.OfType<BatchMeant>().Select(meant => (meant.Batch, meant.Deeds.Count)));
    }

    [Fact]
    public void A_way_back_is_told_as_one() =>
        Assert.Equal(1, Assert.Single(Meant((2, Job(JobState.Done, "a") with { Returns = 1 })).OfType<BatchMeant>()).Returns);

    private static List<JournalRecord> Meant(params (int, JobReading)[] jobs) => [.. RecoveredJobs.Meant("kvm1", jobs)];

    private static JobReading Job(JobState state, params string[] steps) => new(state, 0, [.. steps.Select(step => new JobStepReading(step, JobStepState.Done, 0, "", "", []))]);
}
