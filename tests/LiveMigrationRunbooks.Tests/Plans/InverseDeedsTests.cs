using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class InverseDeedsTests
{
    [Fact]
    public void Changes_go_back_from_the_last_to_the_first_and_operations_run_again_after_them()
    {
        var back = InverseDeeds.Of([Batch("kvm1")], (_, _) => true);

        Assert.Equal(["p1.s2@kvm1", "p1.s1@kvm1", "p1.h1@kvm1"], back.Select(deed => deed.Id));
        Assert.Equal([new JobPlace(PastRun.Id, 1, 1), new JobPlace(PastRun.Id, 1, 0)], back.OfType<ChangeDeed>().Select(deed => deed.Restores));
    }

    [Fact]
    public void What_is_not_taken_stays_out_and_before_images_keep_their_place()
    {
        var back = InverseDeeds.Of([Batch("kvm1")], (_, deed) => deed.Id == "p1.s2@kvm1");

        Assert.Equal(["p1.s2@kvm1", "p1.h1@kvm1"], back.Select(deed => deed.Id));
        Assert.Equal(new JobPlace(PastRun.Id, 1, 1), Assert.IsType<ChangeDeed>(back[0]).Restores);
        Assert.Equal(["/srv/note"], ((ChangeDeed)back[0]).Change.Files);
        Assert.Empty(((ChangeDeed)back[0]).Change.Commands);
    }

    [Fact]
    public void A_batch_of_which_nothing_is_taken_has_no_inverse() => Assert.Empty(InverseDeeds.Of([Batch("kvm1")], (_, _) => false));

    [Fact]
    public void A_change_that_was_begun_twice_is_taken_back_twice_and_what_it_called_for_runs_once()
    {
        var back = InverseDeeds.Of([Batch("kvm1"), Batch("kvm1") with { Number = 2, Deeds = [.. PastRun.Of("kvm1")[1..]] }], (_, _) => true);

        Assert.Equal(["p1.s2@kvm1.2", "p1.s2@kvm1.1", "p1.s1@kvm1", "p1.h1@kvm1"], back.Select(deed => deed.Id));
        Assert.Equal([new JobPlace(PastRun.Id, 2, 0), new JobPlace(PastRun.Id, 1, 1), new JobPlace(PastRun.Id, 1, 0)], back.OfType<ChangeDeed>().Select(deed => deed.Restores));
    }

    [Fact]
    public void The_inverse_of_the_inverse_goes_where_the_change_went()
    {
        var change = PastRun.Of("kvm1").OfType<ChangeDeed>().First().Change;
        var again = change.Inverse().Inverse();

        Assert.Equal(change.Before.ToJsonString(), again.Before.ToJsonString());
        Assert.Equal(change.After.ToJsonString(), again.After.ToJsonString());
        Assert.Equal(change.Differences, again.Differences);
        Assert.Equal(change.Runtime, again.Runtime);
        Assert.NotEqual(change.After.ToJsonString(), change.Inverse().After.ToJsonString());
    }

    [Fact]
    public void A_journal_tells_which_batches_a_run_meant()
    {
        JournalRecord[] records =
        [
            new BatchMeant("kvm1", 1, ["p1.s1@kvm1", "p1.s2@kvm1", "p1.h1@kvm1"]),
            new DeedMeant("p1.move.web@kvm1", "kvm1"),
            new BatchMeant("kvm2", 1, ["p1.s1@kvm2", "p9.unknown@kvm2"]),
            new BatchMeant("kvm2", 2, ["p1.s1@kvm2"]) { Returns = 1 },
            new BatchMeant("kvm3", 1, ["p1.h1@kvm3"]),
        ];
        var batches = RunBatch.Of(PastRun.Id, PastRun.Plan, new JournalReading([.. records], 0, 0, "", null));

        // What only ran a handler has nothing to take back; what the run took back itself is no change of its own.
        Assert.Equal(["kvm1#1: p1.s1@kvm1 p1.s2@kvm1 p1.h1@kvm1", "kvm2#1: p1.s1@kvm2"], batches.Select(batch => $"{batch.Host}#{batch.Number}: {string.Join(' ', batch.Deeds.Select(deed => deed.Id))}"));
    }

    private static RunBatch Batch(string host) => new(PastRun.Id, host, 1, [.. PastRun.Of(host)]);
}
