using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Libvirt;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>What real hosts told (kvm2 runs two guests), turned into deeds.</summary>
public sealed class EvacuationPlannerTests
{
    private const string Runbook = """
        name: Empty kvm2
        plays:
          - name: Empty
            hosts: kvm2
            evacuate: { to: "kvm1:kvm3" }
            steps:
              - name: mark
                directory: { path: /srv/empty }
        """;

    [Fact]
    public void A_guest_is_moved_then_settled_then_undefined_and_the_steps_come_last()
    {
        var plan = Plan();

        Assert.Equal(
            ["p1.move.lv-b@kvm2", "p1.settle.lv-b@kvm2", "p1.undefine.lv-b@kvm2", "p1.move.lv-a@kvm2", "p1.settle.lv-a@kvm2", "p1.undefine.lv-a@kvm2", "p1.s1@kvm2"],
            plan.Deeds.Select(deed => deed.Id));
        Assert.Null(Approval.Refusal(plan));
    }

    [Fact]
    public void The_plan_for_people_names_guest_source_target_and_command()
    {
        using var folder = new RunbookFolder(Runbook);
        var plan = Readings().Plan(folder.Bind());

        Baseline.Verify(Repository.TestPath("Plans", "evacuation.plan"), PlanText.Of(plan).Replace(folder.Root + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_plan_keeps_its_moves_in_its_file()
    {
        var written = PlanFile.Write(Plan());

        Assert.Equal(written, PlanFile.Write(PlanFile.Read(written)!));
    }

    [Fact]
    public void With_a_guest_that_cannot_leave_nothing_is_moved_and_nothing_is_begun()
    {
        var full = Transcript.Host("kvm3") with { Memory = new HostMemory(1 << 20, 300 * 1024) };
        var plan = Plan(Readings(full, new NotAnswering("down")));

        Assert.Empty(plan.Deeds.OfType<MoveDeed>());
        Assert.True(plan.Plays[0].Evacuation!.IsBlocked);
        Assert.Equal("evacuation.refused", Approval.Refusal(plan)!.Value.Reason);
        Assert.Contains("cannot leave kvm2", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_its_owner_lets_it_a_guest_that_cannot_leave_stays_and_the_others_leave()
    {
        using var folder = new RunbookFolder($"guests: guests.yml\n{Runbook}");
        folder.Write("guests.yml", "guests: [{ name: lv-a, cannot_move: leave }]\n");
        var full = Transcript.Host("kvm3") with { Memory = new HostMemory(1 << 20, 400 * 1024) };
        var plan = Readings(full, new NotAnswering("down")).Plan(folder.Bind());

        Assert.Null(Approval.Refusal(plan));
        Assert.Equal(["p1.move.lv-b@kvm2", "p1.settle.lv-b@kvm2", "p1.undefine.lv-b@kvm2", "p1.s1@kvm2"], plan.Deeds.Select(deed => deed.Id));
        Assert.Contains("= lv-a: cannot leave, and stays (cannot_move: leave; kvm1: libvirt on kvm1 does not answer", PlanText.Of(plan), StringComparison.Ordinal);
        Assert.True(Assert.Single(PlanFile.Read(PlanFile.Write(plan))!.Plays[0].Evacuation!.Stays).Runs);
    }

    [Fact]
    public void A_source_that_was_not_read_moves_nothing()
    {
        var plan = Plan(Readings().Unread("kvm2"));

        Assert.Empty(plan.Deeds);
        Assert.Equal("host.unreachable", Approval.Refusal(plan)!.Value.Reason);
    }

    [Fact]
    public void A_move_that_an_earlier_run_made_is_only_settled_and_undefined()
    {
        using var folder = new RunbookFolder(Runbook.Replace("hosts: kvm2", "hosts: kvm1", StringComparison.Ordinal).Replace("kvm1:kvm3", "kvm2:kvm3", StringComparison.Ordinal));
        var left = Transcript.Host("kvm1") with { Moves = [new MoveRecord(Transcript.Guest, "20260101-000000-abcd", "kvm2", "198.51.100.12", Autostart: true, "started")] };
        var plan = new HandMadeReadings()
            .With("kvm1", left, ProbeAnswers.NotAsked)
            .With("kvm2", Transcript.Host("kvm2"), ProbeAnswers.NotAsked)
            .With("kvm3", Transcript.Host("kvm3"), ProbeAnswers.NotAsked)
            .Plan(folder.Bind());

        Assert.Equal(["p1.settle.lv-a@kvm1", "p1.undefine.lv-a@kvm1", "p1.s1@kvm1"], plan.Deeds.Select(deed => deed.Id));
        Assert.True(Assert.IsType<SettleDeed>(plan.Deeds[0]).Move.Autostart);
        Assert.Contains("begun by run 20260101-000000-abcd", PlanText.Of(plan), StringComparison.Ordinal);
    }

    private static Plan Plan(HandMadeReadings? readings = null)
    {
        using var folder = new RunbookFolder(Runbook);
        return (readings ?? Readings()).Plan(folder.Bind());
    }

    private static HandMadeReadings Readings(HypervisorReading? kvm3 = null, HypervisorReading? kvm1 = null) => new HandMadeReadings()
        .With("kvm2", Transcript.Host("kvm2"), Transcript.Probes("source-kvm2"))
        .With("kvm1", kvm1 ?? Transcript.Host("kvm1"), Transcript.Probes("target-kvm1"))
        .With("kvm3", kvm3 ?? Transcript.Host("kvm3"), Transcript.Probes("target-kvm3"));
}
