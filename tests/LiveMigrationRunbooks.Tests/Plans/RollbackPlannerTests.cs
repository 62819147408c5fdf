using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class RollbackPlannerTests
{
    private static readonly JournalReading s_nothing = new([], 0, 0, "", null);

    [Fact]
    public void What_stands_is_taken_back_what_is_back_already_is_left_and_what_a_stranger_changed_waits_for_a_human()
    {
        var plan = Planned(BackState.Back, BackState.Already, BackState.ChangedSince);

        Assert.Equal(["p1.s1@kvm1", "p1.h1@kvm1", "p1.s1@kvm3.leave"], plan.Deeds.Select(deed => deed.Id));
        Assert.Equal([LineState.Foreign, LineState.Same, LineState.Change], plan.Lines.Select(line => line.State));
        Assert.True(plan.HasDeeds);
        Assert.Equal(PastRun.Id, plan.Returns?.Run);
        Assert.Contains("Rollback: 1 to take back, 1 already as before, 1 changed since by somebody else.", RollbackText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_strangers_changed_something_there_is_nothing_to_do_and_still_somebody_to_ask()
    {
        var plan = Planned(BackState.Already, BackState.Already, BackState.ChangedSince);

        Assert.False(plan.HasDeeds);
        Assert.Contains(plan.Deeds, deed => deed is LeaveDeed);
    }

    [Fact]
    public void A_rollback_is_a_plan_like_any_other_and_can_be_kept_and_taken_back()
    {
        var plan = PlanFile.Read(PlanFile.Write(Planned(BackState.Back, BackState.Back, BackState.Back)));
        Assert.NotNull(plan);
        var again = RollbackPlanner.Make("20260103-120000-abcd", plan, s_nothing, plan.Hosts, [.. plan.Deeds.OfType<ChangeDeed>().Select(deed => new FoundChange(Batch(plan, deed.Host), deed, BackState.Back))]);

        Assert.Equal([new JobPlace("20260103-120000-abcd", 1, 0)], again.Deeds.OfType<ChangeDeed>().Where(deed => deed.Host == "kvm1").Select(deed => deed.Restores));
        Assert.Equal(
            PastRun.Plan.Deeds.OfType<ChangeDeed>().First().Change.After.ToJsonString(), again.Deeds.OfType<ChangeDeed>().First(deed => deed.Host == "kvm1").Change.After.ToJsonString());
    }

    [Fact]
    public void What_is_taken_back_under_a_timer_says_so()
    {
        var deed = PastRun.Of("kvm1").OfType<ChangeDeed>().First() is var first ? first with { Change = first.Change with { Guard = new LiveMigrationRunbooks.Steps.PathGuard("eth0 carries it", 30) } } : null;
        Assert.NotNull(deed);
        var plan = RollbackPlanner.Make(PastRun.Id, PastRun.Plan, s_nothing, [new PlanHost("kvm1", null)], [new FoundChange(new RunBatch(PastRun.Id, "kvm1", 1, [deed]), deed, BackState.Back)]);

        Assert.Contains("        may cut the management path (eth0 carries it): reverts in 30s unless confirmed\n", RollbackText.Of(plan), StringComparison.Ordinal);
    }

    private static RunBatch Batch(Plan plan, string host) => new("20260103-120000-abcd", host, 1, [.. plan.Deeds.Where(deed => deed.Host == host)]);

    private static Plan Planned(params BackState[] states)
    {
        var hosts = new[] { "kvm1", "kvm2", "kvm3" };
        var found = hosts.Zip(states).Select(each => new FoundChange(
            new RunBatch(PastRun.Id, each.First, 1, [.. PastRun.Of(each.First)]), PastRun.Of(each.First).OfType<ChangeDeed>().First(), each.Second));
        return RollbackPlanner.Make(PastRun.Id, PastRun.Plan, s_nothing, [.. hosts.Select(host => new PlanHost(host, null))], [.. found]);
    }
}
