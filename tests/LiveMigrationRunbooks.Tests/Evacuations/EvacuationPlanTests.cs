using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

public sealed class EvacuationPlanTests
{
    private const long Mib = 1024;
    private static readonly Hypervisor Kvm2 = Transcript.Host("kvm2");
    private static readonly EvacuationSource Source = new("kvm2", Kvm2, Transcript.Probes("source-kvm2"));
    private static readonly MoveTarget Kvm1 = new("kvm1", "kvm1", "198.51.100.11", 0, Transcript.Host("kvm1"), Transcript.Probes("target-kvm1"));
    private static readonly MoveTarget Kvm3 = new("kvm3", "kvm3", "198.51.100.13", 0, Transcript.Host("kvm3"), Transcript.Probes("target-kvm3"));

    [Fact]
    public void The_largest_guest_goes_first_and_a_leftover_keeps_one_off_its_host()
    {
        var plan = Make(Source, Kvm1, Kvm3);

        Assert.True(plan.CanBegin);
        Assert.Equal(["1 lv-b", "2 lv-a"], plan.Moves.Select(move => $"{move.Order} {move.Name}"));
        Assert.Equal("kvm3", plan.Moves[1].Target);
        Assert.True(plan.Moves[0].Autostart);
        Assert.Contains("--migrateuri tcp://198.51.100.13", $"{plan.Moves[1].Command}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_guest_was_promised_is_gone_for_the_next()
    {
        // lv-b needs 192 + 3.8 + 64 MiB, lv-a 128 + 2.6 + 64.
        Assert.True(Make(Source, Free(Kvm3, 460)).CanBegin);
        var tight = Make(Source, Free(Kvm3, 400));

        Assert.False(tight.CanBegin);
        var refusal = Assert.Single(tight.Refused);
        Assert.Equal("lv-a", refusal.Name);
        Assert.Equal([PreflightCheck.Memory], Assert.Single(refusal.Reasons).Blocked.Select(finding => finding.Check));
    }

    [Fact]
    public void A_guest_that_is_on_two_hosts_is_not_moved_to_a_third()
    {
        var running = Kvm2.Guests.Single(guest => guest.Name == "lv-b");
        var twice = Kvm1 with { Reading = Transcript.Host("kvm1") with { Guests = [running with { Condition = GuestCondition.Parse("paused (user)") }] } };
        var plan = Make(Source, twice, Kvm3);

        Assert.False(plan.CanBegin);
        Assert.Equal($"lv-b ({running.Uuid}) is on kvm1 (paused (user)) and on kvm2 ({running.Condition}): find out which of them is the real one, and end the other, before any guest moves", Assert.Single(plan.Problems));
    }

    [Fact]
    public void A_guest_that_may_stay_does_where_no_target_can_take_it_and_the_others_leave()
    {
        var waves = WaveOrder.One(MigrationPolicy.Balanced) with { MayStay = guest => guest.Name == "lv-a" };
        var plan = EvacuationPlan.Make([Source], [Free(Kvm3, 400)], waves);

        Assert.True(plan.CanBegin);
        Assert.Equal("lv-b", Assert.Single(plan.Moves).Name);
        var stay = Assert.Single(plan.Stays);
        Assert.Equal(("lv-a", true), (stay.Name, stay.Runs));
        Assert.StartsWith("cannot leave, and stays (cannot_move: stay; kvm3: needs 194 MiB", stay.Why, StringComparison.Ordinal);
        Assert.Single(EvacuationPlan.Make([Source], [Free(Kvm3, 460)], waves).Moves, move => move.Name == "lv-a");
    }

    [Fact]
    public void The_target_with_the_most_memory_left_is_taken_and_ties_go_by_name()
    {
        var clean = Kvm1 with { Reading = Transcript.Host("kvm1") with { Guests = [] } };

        Assert.Equal(["kvm1", "kvm3"], Make(Source, Free(Kvm3, 1000), Free(clean, 1000)).Moves.Select(move => move.Target));
        Assert.Equal(["kvm3", "kvm3"], Make(Source, Free(Kvm3, 2000), Free(clean, 1000)).Moves.Select(move => move.Target));
    }

    [Fact]
    public void A_source_is_never_a_target()
    {
        var plan = EvacuationPlan.Make([Source, new EvacuationSource("kvm3", Kvm3.Reading, ProbeAnswers.NotAsked)], [Kvm3], WaveOrder.One(MigrationPolicy.Balanced));

        Assert.Empty(plan.Moves);
        Assert.All(plan.Refused, refusal => Assert.Empty(refusal.Reasons));
        Assert.Equal(2, plan.Refused.Count);
    }

    [Fact]
    public void A_source_that_does_not_answer_is_a_problem_not_an_empty_host()
    {
        var plan = Make(Source with { Reading = new NotAnswering("time-out") }, Kvm3);

        Assert.False(plan.CanBegin);
        Assert.Contains("which guests run there is not known", Assert.Single(plan.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_that_is_shut_off_stays()
    {
        var plan = Make(new EvacuationSource("kvm1", Kvm1.Reading, ProbeAnswers.NotAsked), Kvm3);

        Assert.True(plan.CanBegin);
        Assert.Equal("stays (shut off (unknown))", Assert.Single(plan.Stays).Why);
    }

    [Fact]
    public void A_move_that_was_finished_but_for_its_ends_is_finished()
    {
        // kvm1 still holds the definition of lv-a, which runs on kvm2.
        var plan = Make(new EvacuationSource("kvm1", Begun(Kvm1.Reading, "kvm2"), ProbeAnswers.NotAsked), Kvm3, new MoveTarget("kvm2", "kvm2", "198.51.100.12", 0, Kvm2, ProbeAnswers.NotAsked));

        var item = Assert.Single(plan.Finish);
        Assert.Equal(new Outcome.Moved(SourceDefinitionLeft: true), item.Outcome);
        Assert.Equal([FinishDeed.SetAutostartOnTarget, FinishDeed.UndefineSource, FinishDeed.ForgetMove], item.Deeds);
        Assert.True(item.Move.Autostart);
        Assert.Empty(plan.Stays);
        Assert.True(plan.CanBegin);
    }

    [Fact]
    public void A_move_that_came_to_nothing_is_made_again_with_the_autostart_that_was_recorded()
    {
        var plan = Make(Source with { Reading = Begun(Kvm2, "kvm3") }, Kvm3);

        Assert.IsType<Outcome.StillOnSource>(Assert.Single(plan.Finish).Outcome);
        Assert.True(plan.Moves.Single(move => move.Name == "lv-a").Autostart);
        Assert.False(Kvm2.Guests.Single(guest => guest.Name == "lv-a").Autostart);
    }

    [Fact]
    public void A_move_whose_target_was_not_read_is_held()
    {
        var plan = Make(Source with { Reading = Begun(Kvm2, "kvm9") }, Kvm3);

        Assert.IsType<Outcome.Hold>(Assert.Single(plan.Finish).Outcome);
        Assert.Contains("kvm9 is not among the hosts", Assert.Single(plan.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Moves, move => move.Name == "lv-a");
    }

    [Fact]
    public void A_guest_that_a_failed_move_left_paused_is_resumed_and_then_moved()
    {
        var paused = Kvm2 with
        {
            Guests = Kvm2.Guests.Select(guest => guest.Name == "lv-a" ? guest with { Condition = GuestCondition.Parse("paused (migrating)") } : guest).ToValueList(),
        };

        var plan = Make(Source with { Reading = Begun(paused, "kvm3") }, Kvm3);

        Assert.Equal([FinishDeed.ResumeSource], Assert.Single(plan.Finish).Deeds);
        Assert.Contains(plan.Moves, move => move.Name == "lv-a");
        Assert.True(plan.CanBegin);
    }

    [Fact]
    public void A_move_between_two_hosts_that_are_both_emptied_is_finished_too()
    {
        var plan = EvacuationPlan.Make([new EvacuationSource("kvm1", Begun(Kvm1.Reading, "kvm2"), ProbeAnswers.NotAsked), Source], [Kvm3], WaveOrder.One(MigrationPolicy.Balanced));

        Assert.IsType<Outcome.Moved>(Assert.Single(plan.Finish).Outcome);
        Assert.Equal(2, plan.Moves.Count);
    }

    [Fact]
    public void A_move_under_way_keeps_its_memory_promised()
    {
        var leaving = Kvm2 with
        {
            Guests = Kvm2.Guests.Select(guest => guest.Name == "lv-a" ? guest with { Job = new GuestJob.Migrating(JobStatistics.Empty) } : guest).ToValueList(),
        };

        var plan = Make(Source with { Reading = Begun(leaving, "kvm3") }, Free(Kvm3, 400));

        Assert.IsType<Outcome.InFlight>(Assert.Single(plan.Finish).Outcome);
        Assert.Equal("lv-b", Assert.Single(plan.Refused).Name);
    }

    [Fact]
    public void Any_order_of_targets_makes_the_same_plan() => Assert.Equal(Make(Source, Kvm1, Kvm3), Make(Source, Kvm3, Kvm1));

    [Fact]
    public void Questions_cover_every_guest_and_every_target()
    {
        var asked = EvacuationQuestions.ForTarget([Kvm2]);
        var from = EvacuationQuestions.ForSource(Kvm2, [Kvm1, Kvm3, Kvm3 with { Name = "kvm4", Peer = "kvm4", Reading = new NotAnswering("down") }]);

        Assert.Equal([Transcript.Guest, Transcript.Other], asked.Cpus.Select(cpu => cpu.Uuid).Order(StringComparer.Ordinal));
        Assert.Contains("/var/lib/libvirt/shared/vmlinuz", asked.Paths);
        Assert.Equal(["kvm1", "kvm3"], from.Peers);
        Assert.Equal([new Endpoint("198.51.100.11", 49215), new Endpoint("198.51.100.13", 49215)], from.Addresses);
    }

    private static EvacuationPlan Make(EvacuationSource source, params MoveTarget[] targets) => EvacuationPlan.Make([source], targets, WaveOrder.One(MigrationPolicy.Balanced));

    private static MoveTarget Free(MoveTarget target, long mib) => target.Reading is Hypervisor host
        ? target with { Reading = host with { Memory = host.Memory with { AvailableKib = mib * Mib } } }
        : target;

    private static HypervisorReading Begun(HypervisorReading reading, string target) => reading is Hypervisor host
        ? host with { Moves = [new MoveRecord(Transcript.Guest, "run-1", target, "198.51.100.19", Autostart: true, "started")] }
        : reading;
}
