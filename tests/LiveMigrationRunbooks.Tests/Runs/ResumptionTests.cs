using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>What a run still has to do, decided from plan, journal and hosts; on kvm1, the other hosts being untouched.</summary>
public sealed class ResumptionTests
{
    private const string Upper = "p1.s1@kvm1";
    private const string Note = "p1.s2@kvm1";
    private const string Restart = "p1.h1@kvm1";
    private static readonly BatchMeant s_batch = new("kvm1", 1, [Upper, Note, Restart]);

    [Fact]
    public void What_was_never_meant_is_all_to_do()
    {
        var resumption = Resume([], []);

        Assert.Equal(PastRun.Plan.Deeds, resumption.Plan.Deeds);
        Assert.Empty(resumption.Position.Found);
        Assert.Equal(PastRun.Plan.Deeds.OfType<ChangeDeed>(), resumption.Position.Starts);
    }

    [Fact]
    public void An_end_stands_but_not_that_of_what_was_not_run_or_still_under_way()
    {
        var resumption = Resume([End(Upper, DeedEnd.Done), End(Note, DeedEnd.NotRun), End(Restart, DeedEnd.UnderWay)], []);

        Assert.Equal([(Upper, DeedEnd.Done)], resumption.Position.Ended.Select(result => (result.Deed.Id, result.End)));
    }

    [Fact]
    public void What_is_as_wanted_is_done_without_a_job()
    {
        var found = Assert.Single(Resume([], [], (Upper, ChangeAt.After)).Position.Found);

        Assert.Equal((Upper, DeedEnd.Done, "upper: found as wanted"), (found.Deed.Id, found.End, found.Text));
    }

    [Fact]
    public void A_job_that_ended_unseen_is_judged_as_a_whole_even_where_some_ends_are_known()
    {
        var resumption = Resume([s_batch, End(Upper, DeedEnd.Failed)], [Job(JobState.Done, 0, 0, 0)], (Note, ChangeAt.After));

        Assert.Empty(resumption.Position.Ended);
        Assert.Empty(resumption.Position.Found);
        Assert.True(resumption.Position.IsOpen(Assert.Single(resumption.Position.Batches)));
    }

    [Fact]
    public void A_job_that_never_began_is_not_waited_for_and_its_number_is_not_used_again()
    {
        var position = Resume([s_batch], [new JobReading(JobState.Cancelled, null, [])]).Position;

        Assert.False(position.IsOpen(Assert.Single(position.Batches)));
        Assert.Equal((1, 0), (position.LastBatch("kvm1"), position.LastBatch("kvm2")));
    }

    [Theory]
    [InlineData(JobState.Confirmed, true)]
    [InlineData(JobState.Done, false)]
    [InlineData(JobState.Interrupted, false)]
    public void What_stood_under_a_timer_is_judged_where_it_was_confirmed_and_done_anew_where_its_host_took_it_back(JobState guard, bool stands)
    {
        JournalRecord[] records = [s_batch, new BatchMeant("kvm1", 2, s_batch.Deeds) { Returns = 1 }, new GuardArmed("kvm1", 2, [1], 120, s_batch.Deeds)];
        var resumption = Resume(records, [Job(JobState.Done, 0, 0, 0), new JobReading(guard, 0, [])], (Upper, ChangeAt.Before), (Note, ChangeAt.Before));

        Assert.Equal(stands, resumption.Position.IsOpen(resumption.Position.Batches[0]));
        Assert.Equal(stands, resumption.Position.Batches[0].Ran.Count > 0 && !resumption.Position.IsUndone(resumption.Position.Batches[0]));
        Assert.DoesNotContain(resumption.Position.Found, result => result.Deed.Id == Restart);
    }

    [Theory]
    [InlineData(JobState.Confirmed, true)]
    [InlineData(JobState.Done, false)]
    public void A_way_back_under_a_timer_counts_where_it_was_confirmed_and_is_gone_anew_where_its_host_undid_it(JobState guard, bool stands)
    {
        JournalRecord[] records =
            [s_batch, new BatchMeant("kvm1", 2, [Upper]) { Returns = 1 }, new BatchMeant("kvm1", 3, [Upper]) { Returns = 2 }, new GuardArmed("kvm1", 3, [2], 120, [Upper])];
        var position = Resume(records, [Job(JobState.Done, 0, 1, null), Job(JobState.Done, 0), new JobReading(guard, 0, [])], (Upper, ChangeAt.Before)).Position;

        Assert.True(position.IsOpen(position.Batches[0]));
        Assert.Equal(stands ? 2 : null, position.ReturnOf(position.Batches[0].Batch)?.Batch.Number);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, DeedEnd.Done)]
    public void An_operation_that_was_cut_off_runs_again_only_while_the_host_owes_it(bool owed, DeedEnd? end)
    {
        var found = Resume([s_batch], [Job(JobState.Interrupted, 0, 0, null)], owed, (Upper, ChangeAt.After), (Note, ChangeAt.After)).Position.Found;

        Assert.Equal(end, found.FirstOrDefault(result => result.Deed.Id == Restart)?.End);
    }

    [Fact]
    public void What_is_a_part_of_the_way_goes_on_from_there_and_back_to_where_it_began()
    {
        var was = PastRun.Plan.Deeds.OfType<ChangeDeed>().First(deed => deed.Id == Upper);
        var now = was with { Change = was.Change with { Before = "part", Runtime = [Command.Of("rest")] } };
        var resumption = Resume([], [], PastRun.Plan with { Deeds = [now] }, owed: false, (Upper, ChangeAt.Elsewhere));

        var deed = Assert.IsType<ChangeDeed>(resumption.Plan.Deeds.First(deed => deed.Id == Upper));
        Assert.Equal((was.Change.Before, now.Change.Runtime), (deed.Change.Before, deed.Change.Runtime));
        Assert.Equal("part", resumption.Position.Starts?.First(deed => deed.Id == Upper).Change.Before.ToString());
    }

    [Fact]
    public void From_where_no_way_is_known_a_human_decides()
    {
        var now = PastRun.Plan with { Deeds = [.. PastRun.Plan.Deeds.Where(deed => deed.Id != Upper)] };
        var found = Assert.Single(Resume([], [], now, owed: false, (Upper, ChangeAt.Elsewhere)).Position.Found);

        Assert.Equal((Upper, DeedEnd.Held), (found.Deed.Id, found.End));
    }

    [Fact]
    public void A_host_that_does_not_answer_has_failed_with_all_that_is_open_there()
    {
        var resumption = new Resumption(PastRun.Id, PastRun.Plan, PastRun.Plan, Journal([End(Upper, DeedEnd.Done)]), new Dictionary<string, FoundHost>(), host => $"{host} is silent");

        Assert.Equal((Note, DeedEnd.Failed, "kvm1 is silent"), resumption.Position.Found.Select(result => (result.Deed.Id, result.End, result.Text)).First());
    }

    [Theory]
    [InlineData(JobState.Done, true)]
    [InlineData(JobState.Interrupted, true)]
    [InlineData(JobState.Cancelled, false)]
    public void A_guest_whose_move_began_is_looked_for_on_both_hosts_and_not_moved_again(JobState state, bool underWay)
    {
        var move = new MoveDeed("p1.move.web@kvm1", 0, 0, "kvm1", new GuestMove(1, "4b1c", "web", "kvm1", "kvm2", "198.51.100.12", "kvm2", 1024, false, true, null, []), UnderWay: false);
        var plan = PastRun.Plan with { Deeds = [move] };
        var found = plan.Hosts.ToDictionary(host => host.Name, host => new FoundHost(
            new ClaimReading(null, false, false), new Dictionary<int, JobReading> { [1] = new(state, null, []) }, new Dictionary<string, ChangeAt>(), new HashSet<string>()));
        var resumption = new Resumption(PastRun.Id, plan, plan, Journal([new DeedMeant(move.Id, "kvm1"), new BatchMeant("kvm1", 1, [move.Id])]), found, host => host);

        var resumed = Assert.IsType<MoveDeed>(Assert.Single(resumption.Plan.Deeds));
        Assert.Equal((underWay, underWay ? 1 : null), (resumed.UnderWay, resumed.Batch));
    }

    [Theory]
    [InlineData(DeedEnd.Done, "")]
    [InlineData(DeedEnd.Failed, "move settle undefine ready")]
    [InlineData(null, "")]
    public void What_was_run_before_a_move_is_not_run_again_and_where_it_failed_the_guest_stays(DeedEnd? end, string notRun)
    {
        var hook = new GuestHook(["true"], 1, "");
        var move = new GuestMove(1, "4b1c", "web", "kvm1", "kvm2", "198.51.100.12", "kvm2", 1024, false, true, null, []) { Hooks = new GuestHooks(hook, hook), Ready = new ReadyCheck(ReadySign.Agent, null, null, 1) };
        var plan = PastRun.Plan with { Deeds = EvacuationPlanner.DeedsOf(move, 0, 0) };
        var found = plan.Hosts.ToDictionary(host => host.Name, host => new FoundHost(
            new ClaimReading(null, false, false), new Dictionary<int, JobReading>(), new Dictionary<string, ChangeAt>(), new HashSet<string>()));
        const string Before = "p1.before.web@kvm1";
        JournalRecord[] told = [new DeedMeant(Before, "kvm1"), .. end is { } known ? new[] { End(Before, known) } : []];
        var position = new Resumption(PastRun.Id, plan, plan, Journal(told), found, host => host).Position;

        Assert.Equal(notRun, string.Join(' ', position.Found.Select(result => result.Deed.Id.Split('.')[1])));
        Assert.Equal(end is null ? [Before] : [], position.Begun);
        Assert.Equal(end is null ? [] : [Before], position.Ended.Select(result => result.Deed.Id));
    }

    [Theory]
    [InlineData(130, "interrupted", true)]
    [InlineData(16, "run.cancelled", true)]
    [InlineData(8, "guest.held", true)]
    [InlineData(0, "done", false)]
    [InlineData(2, "host.failed", false)]
    public void Only_what_was_asked_to_stop_or_left_a_guest_is_taken_up(int exitCode, string reason, bool taken) =>
        Assert.Equal(taken, Resumption.IsTakenUpAfter(new RunEnded(exitCode, reason)));

    private static DeedEnded End(string deed, DeedEnd end) => new(deed, "kvm1", end, "", ValueMap<long>.Empty);

    private static JobReading Job(JobState state, params int?[] codes) => new(state, state == JobState.Done ? 0 : null,
        [.. codes.Zip([Upper, Note, Restart]).Select(step => new JobStepReading(step.Second, step.First is null ? JobStepState.Running : JobStepState.Done, step.First, "", "", []))]);

    private static JournalReading Journal(IEnumerable<JournalRecord> records) => new([.. records], 0, 0, "", null);

    private static Resumption Resume(JournalRecord[] records, JobReading[] jobs, params (string Deed, ChangeAt At)[] changes) => Resume(records, jobs, owed: false, changes);

    private static Resumption Resume(JournalRecord[] records, JobReading[] jobs, bool owed, params (string Deed, ChangeAt At)[] changes) => Resume(records, jobs, PastRun.Plan, owed, changes);

    private static Resumption Resume(JournalRecord[] records, JobReading[] jobs, Plan now, bool owed, params (string Deed, ChangeAt At)[] changes)
    {
        var found = PastRun.Plan.Hosts.ToDictionary(host => host.Name, host => new FoundHost(
            new ClaimReading(null, false, false),
            jobs.Index().Where(_ => host.Name == "kvm1").ToDictionary(entry => entry.Index + 1, entry => entry.Item),
            PastRun.Of(host.Name).ToDictionary(deed => deed.Id, deed => changes.FirstOrDefault(change => change.Deed == deed.Id).At),
            owed ? PastRun.Of(host.Name).OfType<OperationDeed>().Select(deed => OwedOperation.KeyOf(deed.Step)).ToHashSet() : []));
        return new Resumption(PastRun.Id, PastRun.Plan, now, Journal(records), found, host => host);
    }
}
