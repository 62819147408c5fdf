using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class RollbackBatchTests
{
    [Fact]
    public void Changes_go_back_from_the_last_to_the_first_and_operations_run_again_after_them()
    {
        var deeds = PastRun.Of("kvm1");
        var job = new RollbackBatch(PastRun.Id, 1, deeds, deeds).Job("20260102-120000-abcd", 2);

        Assert.Equal(["p1.s2@kvm1", "p1.s1@kvm1", "p1.h1@kvm1"], job.Steps.Select(step => step.Id));
        Assert.Equal([1, 0, 2], job.Steps.Select(step => step.StepNumber));
        Assert.Equal((PastRun.Id, 1, "20260102-120000-abcd", 2), (job.OriginalRunId, job.OriginalBatch, job.RunId, job.Batch));
    }

    [Fact]
    public void What_did_not_run_is_not_taken_back_and_before_images_keep_their_place()
    {
        var deeds = PastRun.Of("kvm1");
        var job = new RollbackBatch(PastRun.Id, 1, deeds, [deeds[1]]).Job(PastRun.Id, 2);

        Assert.Equal([("p1.s2@kvm1", 1), ("p1.h1@kvm1", 2)], job.Steps.Select(step => (step.Id, step.StepNumber)));
        Assert.Equal(["/srv/note"], job.Steps[0].Files);
        Assert.Empty(job.Steps[0].Commands);
    }

    [Fact]
    public void A_batch_of_which_nothing_ran_has_no_inverse() =>
        Assert.Empty(new RollbackBatch(PastRun.Id, 1, PastRun.Of("kvm1"), []).Job(PastRun.Id, 2).Steps);

    [Fact]
    public void A_journal_tells_which_batches_a_run_meant()
    {
        JournalRecord[] records =
        [
            new BatchMeant("kvm1", 1, ["p1.s1@kvm1", "p1.s2@kvm1", "p1.h1@kvm1"]),
            new DeedMeant("p1.move.web@kvm1", "kvm1"),
            new BatchMeant("kvm2", 1, ["p1.s1@kvm2", "p9.unknown@kvm2"]),
            new BatchMeant("kvm3", 1, ["p1.h1@kvm3"]),
        ];
        var batches = RunBatch.Of(PastRun.Plan, new JournalReading([.. records], 0, 0, "", null));

        // What only ran a handler has nothing to take back.
        Assert.Equal(["kvm1#1: p1.s1@kvm1 p1.s2@kvm1 p1.h1@kvm1", "kvm2#1: p1.s1@kvm2"], batches.Select(batch => $"{batch.Host}#{batch.Batch}: {string.Join(' ', batch.Deeds.Select(deed => deed.Id))}"));
    }
}
