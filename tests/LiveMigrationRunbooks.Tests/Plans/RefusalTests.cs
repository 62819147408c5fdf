using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class RefusalTests
{
    private const string Plain = """
        plays:
          - name: First
            hosts: kvm
            max_failed: 0
            steps:
              - name: a
                directory: { path: /srv/a }
              - name: b
                directory: { path: /srv/b }
                on_refusal: block
            gate:
              - check.path_mtu: { mtu: 9000 }
          - name: Second
            hosts: kvm
            steps:
              - name: c
                directory: { path: /srv/c }
        """;

    [Fact]
    public void A_refusal_takes_the_host_out_of_its_play_and_of_all_later_ones()
    {
        var plan = Planned(Plain, new HandMadeReadings().With("kvm2", "/srv/b", HandMadeReadings.Link));

        Assert.DoesNotContain(plan.Deeds, deed => deed.Host == "kvm2");
        Assert.Equal(["p1.s1@kvm1", "p1.s2@kvm1", "p1.s1@kvm3", "p1.s2@kvm3"], plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Play == 0).Select(deed => deed.Id));
        Assert.Equal(["kvm2"], plan.RefusedHosts);
        var line = Assert.Single(plan.Lines, line => line.State == LineState.Refused);
        Assert.NotEmpty(Assert.Single(line.Reasons).Remedy);
    }

    [Fact]
    public void A_refusal_in_a_later_play_takes_the_deeds_of_earlier_ones_out_too()
    {
        var plan = Planned(Plain, new HandMadeReadings().With("kvm2", "/srv/c", HandMadeReadings.Link));

        Assert.DoesNotContain(plan.Deeds, deed => deed.Host == "kvm2");
        Assert.Contains(plan.Deeds, deed => deed.Host == "kvm3");
    }

    [Fact]
    public void A_refusal_that_may_be_left_leaves_the_rest_of_the_host()
    {
        var plan = Planned(Plain.Replace("block", "leave", StringComparison.Ordinal), new HandMadeReadings().With("kvm2", "/srv/b", HandMadeReadings.Link));

        Assert.False(plan.IsBlocked);
        Assert.Equal(["p1.s1@kvm2", "p2.s1@kvm2"], plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Host == "kvm2").Select(deed => deed.Id));
        Assert.Equal(LineState.Left, plan.Lines.Single(line => line is { Host: "kvm2", Step: "b" }).State);
        Assert.Null(Approval.Refusal(plan));
    }

    [Fact]
    public void A_host_that_was_not_read_stays_in_sight_and_so_do_the_others()
    {
        var plan = Planned(Plain, new HandMadeReadings().Unread("kvm1"));

        Assert.Equal("kvm1", Assert.Single(plan.Unread).Name);
        Assert.Equal(["kvm2", "kvm3"], plan.Deeds.OfType<ChangeDeed>().Select(deed => deed.Host).Distinct());
        Assert.DoesNotContain(plan.Deeds, deed => deed.Host == "kvm1");
        var text = PlanText.Of(plan);
        Assert.Contains("x kvm1  kvm1 does not answer.\n      Look whether it is up.  [host.unreachable]", text, StringComparison.Ordinal);
        Assert.Contains("~ kvm2 kvm3: change", text, StringComparison.Ordinal);
        Assert.Contains("1 not read", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "", "", null)]
    [InlineData(0, "kvm1", "", "host.unreachable")]
    [InlineData(0, "", "kvm2", "step.refused")]
    [InlineData(1, "kvm1", "", null)]
    [InlineData(1, "", "kvm2", null)]
    [InlineData(1, "kvm1", "kvm2", "step.refused")]
    [InlineData(2, "kvm1", "kvm2", null)]
    public void A_plan_is_begun_with_at_most_as_many_failures_as_the_play_allows(int allowed, string unread, string refused, string? reason)
    {
        var readings = new HandMadeReadings();
        if (unread.Length > 0) readings.Unread(unread);
        if (refused.Length > 0) readings.With(refused, "/srv/b", HandMadeReadings.Link);
        var plan = Planned(Plain[..Plain.IndexOf("  - name: Second", StringComparison.Ordinal)].Replace("max_failed: 0", $"max_failed: {allowed}", StringComparison.Ordinal), readings);

        Assert.Equal(reason, Approval.Refusal(plan)?.Reason);
    }

    private static Plan Planned(string runbook, HandMadeReadings readings)
    {
        using var folder = new RunbookFolder(runbook);
        return readings.Plan(folder.Bind());
    }
}
