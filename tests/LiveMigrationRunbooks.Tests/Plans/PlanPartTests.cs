using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class PlanPartTests
{
    private static readonly string[] s_hosts = ["kvm1", "kvm2", "kvm3"];

    [Fact]
    public void A_small_plan_is_whole_on_every_host()
    {
        var (plan, missing) = PlanPart.Join([Kept(PastRun.Plan, "kvm3")]);

        Assert.Equal(0, missing);
        Assert.Equal(PastRun.Plan.Deeds.Select(deed => deed.Id), plan.Deeds.Select(deed => deed.Id));
        // What it rests on each host keeps of itself alone.
        Assert.Equal(PlanFile.Write(PastRun.Plan with { Lines = [], Kept = [PastRun.Plan.Kept![2]] }), PlanFile.Write(plan));
        Assert.Equal(PlanFile.Write(PastRun.Plan with { Lines = [] }), PlanFile.Write(PlanPart.Join([.. s_hosts.Select(host => Kept(PastRun.Plan, host))]).Plan));
    }

    [Fact]
    public void Of_a_large_one_a_host_keeps_its_own_and_the_first_of_a_stage_keeps_all()
    {
        var large = Large();
        Assert.Equal(large.Deeds.Count, Kept(large, "kvm1").Plan.Deeds.Count);
        var part = Kept(large, "kvm2");
        Assert.All(part.Plan.Deeds, deed => Assert.Equal("kvm2", deed.Host));
        Assert.Equal(large.Deeds.Count / 3, part.Plan.Deeds.Count);
    }

    [Fact]
    public void Parts_make_the_plan_in_its_order_and_what_nobody_kept_is_counted()
    {
        var large = Large();
        var (plan, missing) = PlanPart.Join([Kept(large, "kvm3"), Kept(large, "kvm2")]);

        Assert.Equal(large.Deeds.Count / 3, missing);
        Assert.Equal(large.Deeds.Where(deed => deed.Host != "kvm1").Select(deed => deed.Id), plan.Deeds.Select(deed => deed.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"format\": 2}")]
    [InlineData("{\"format\": 1, \"run\": \"x\"")]
    public void What_is_no_part_of_a_plan_is_none(string text) => Assert.Null(PlanPart.Read(text));

    private static PlanPart Kept(Plan plan, string host)
    {
        var part = PlanPart.Read(PlanPart.Of(PastRun.Id, plan, host).Text);
        Assert.NotNull(part);
        return part;
    }

    // As many deeds as no host should have to keep for all others.
    private static Plan Large() => PastRun.Plan with
    {
        Deeds = [.. Enumerable.Range(0, 100).SelectMany(round => s_hosts.SelectMany(host => PastRun.Of(host).Take(1).Select(deed => deed with { Id = $"{deed.Id}.{round}" })))],
    };
}
