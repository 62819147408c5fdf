using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guarding;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class GuardedJobsTests
{
    [Fact]
    public void What_runs_comes_before_what_is_kept_and_the_way_back_knows_both()
    {
        var jobs = Of(out var change, out var file, out var operation);

        Assert.Equal([change.Id], jobs.Runtime?.Steps.Select(step => step.Id));
        Assert.Empty(jobs.Runtime?.Steps.SelectMany(step => step.Files) ?? []);
        Assert.Equal([file.Id, operation.Id], jobs.Kept?.Steps.Select(step => step.Id));
        Assert.Equal([1, 2], jobs.Guard.Guarded);
        Assert.Equal(3, jobs.Guard.Batch);
        Assert.Equal(30, jobs.Guard.Seconds);
        Assert.Equal(operation.Id, jobs.Guard.Steps[^1].Id);
        var back = jobs.Guard.Steps.First(step => step.Id == change.Id);
        Assert.Equal((1, 0), (back.Runtime?.Batch, back.Runtime?.Step));
        Assert.Equal(change.Change.UndoRuntime, back.UndoRuntime);
        // What was done last is undone first.
        Assert.True(jobs.Guard.Steps.Select(step => step.Id).ToList().IndexOf(file.Id) < jobs.Guard.Steps.Select(step => step.Id).ToList().IndexOf(change.Id));
    }

    [Fact]
    public void The_journal_names_each_deed_in_one_batch_and_its_place_there_is_the_place_of_its_step()
    {
        var jobs = Of(out _, out var file, out _);
        var meant = jobs.Meant().ToList();

        var batches = meant.OfType<BatchMeant>().Where(batch => batch.Returns is null).ToList();
        Assert.Equal(jobs.Deeds.Select(deed => deed.Id).Order(StringComparer.Ordinal), batches.SelectMany(batch => batch.Deeds).Order(StringComparer.Ordinal));
        Assert.Equal(jobs.Kept?.Steps.Select(step => step.Id), batches[^1].Deeds);
        Assert.Equal(jobs.Guard.Steps.First(step => step.Id == file.Id).Kept, jobs.Batches().Last().PlaceOf(file));
        Assert.Equal((3, 30), (Assert.IsType<GuardArmed>(meant[^1]).Batch, Assert.IsType<GuardArmed>(meant[^1]).Seconds));
    }

    [Fact]
    public void Behind_a_change_that_is_kept_too_a_change_of_the_running_system_keeps_its_place()
    {
        Of(out var change, out var file, out _);
        var both = file with { Change = file.Change with { Runtime = [Command.Of("ip", "up")], UndoRuntime = [Command.Of("ip", "down")], Persist = [Command.Of("keep")] } };
        var number = 0;
        var jobs = GuardedJobs.Of(new Author(PastRun.Id, PastRun.Plan.Runbook), "kvm1", Assert.Single(HostBatch.Of([both, change])), [both, change], [], () => ++number);

        Assert.Equal([both.Id, change.Id], jobs.Runtime?.Steps.Select(step => step.Id));
        Assert.Equal(new JobPlace(PastRun.Id, 1, 1), jobs.Batches().First().PlaceOf(change));
        Assert.Equal(new JobPlace(PastRun.Id, 2, 0), jobs.Batches().Last().PlaceOf(both));
    }

    [Fact]
    public void A_way_back_under_a_timer_is_one_job_and_the_journal_knows_both_as_ways_back()
    {
        var made = Of(out var change, out var file, out _).Batches().Last();
        var deeds = InverseDeeds.Of([made], (_, _) => true);
        var by = new Author(PastRun.Id, PastRun.Plan.Runbook);
        var back = GuardedJobs.Returning(JobSteps.Job(by, 4, deeds), "kvm1", deeds, made.Number, HostBatch.SecondsOf(deeds) ?? 0, 5);

        Assert.Equal([file.Id], deeds.OfType<ChangeDeed>().Select(deed => deed.Id));
        Assert.Equal(30, back.Guard.Seconds);
        Assert.Equal([4], back.Guard.Guarded);
        Assert.Equal([(4, made.Number), (5, 4)], back.Meant().OfType<BatchMeant>().Select(meant => (meant.Batch, meant.Returns ?? 0)));
        Assert.Empty(back.Batches());
        // Its own way back leads to what was made, from the before-images of the way back.
        var again = back.Guard.Steps.First(step => step.Id == file.Id);
        Assert.Equal(new JobPlace(PastRun.Id, 4, 0), again.Kept);
        Assert.Equal(file.Change.Files, again.Files);
        Assert.NotEqual(change.Id, file.Id);
    }

    [Fact]
    public void Of_two_steps_of_a_deed_the_one_that_failed_is_told()
    {
        var failed = new JobStepReading("a", JobStepState.Done, 1, "", "no", []);
        var done = failed with { ExitCode = 0 };

        Assert.Equal([failed], GuardedJobs.Together(new JobReading(JobState.Done, 1, [failed]), new JobReading(JobState.Done, 0, [done])).Steps);
        Assert.Equal([failed], GuardedJobs.Together(new JobReading(JobState.Done, 0, [done]), new JobReading(JobState.Done, 1, [failed])).Steps);
    }

    private static GuardedJobs Of(out ChangeDeed change, out ChangeDeed file, out OperationDeed operation)
    {
        var past = PastRun.Of("kvm1");
        var guard = new PathGuard("why", 30);
        (change, file, operation) = ((ChangeDeed)past[0], (ChangeDeed)past[1], past.OfType<OperationDeed>().First());
        change = change with { Change = change.Change with { Runtime = [Command.Of("ip", "up")], UndoRuntime = [Command.Of("ip", "down")], Persist = [], Guard = guard } };
        file = file with { Change = file.Change with { Guard = guard } };
        var number = 0;
        return GuardedJobs.Of(new Author(PastRun.Id, PastRun.Plan.Runbook), "kvm1", Assert.Single(HostBatch.Of([change, file, operation])), [change, file, operation], [], () => ++number);
    }
}
