using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
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
    public void Room_for_a_copy_that_one_guest_was_promised_is_gone_for_the_next()
    {
        Assert.Equal(2, Make(WithDisks(), Room(17)).Moves.Count(move => move.Copies is [{ Used: 8 << 20 }]));
        var tight = Make(WithDisks(), Room(15));

        Assert.Equal("vda take 8 MiB, and /srv on kvm3 has 15 MiB left, 8 MiB of them promised to other guests", Assert.Single(Assert.Single(Assert.Single(tight.Refused).Reasons).Blocked).What);

        MoveTarget Room(long mib) => Kvm3 with
        {
            Probes = Kvm3.Probes with
            {
                Paths = new(Kvm3.Probes.Paths.Concat(Kvm2.Guests.Select(guest => KeyValuePair.Create($"/srv/{guest.Name}", new PathAnswer(false, "", "", "No such file or directory"))))),
                Folders = new([KeyValuePair.Create("/srv", new FolderAnswer(true, "xfs", mib << 20, "") { FileSystem = "8c" })]),
            },
        };

        static EvacuationSource WithDisks() => Source with
        {
            Reading = Kvm2 with { Guests = [.. Kvm2.Guests.Select(guest => guest with { Hardware = guest.Hardware with { Disks = [new("vda", "file", "disk", $"/srv/{guest.Name}", null, "", [], false, false, "none", false)] } })] },
            Probes = Source.Probes with { Disks = new(Kvm2.Guests.Select(guest => KeyValuePair.Create($"{guest.Uuid}:vda", new DiskAnswer(9 << 20, 8 << 20, "")))) },
        };
    }

    [Fact]
    public void A_guest_that_is_on_two_hosts_is_not_moved_to_a_third()
    {
        var running = Kvm2.Guests.Single(guest => guest.Name == "lv-b");
        var twice = Kvm1 with { Reading = Transcript.Host("kvm1") with { Guests = [running with { Condition = GuestCondition.Parse("paused (user)") }] } };
        var plan = Make(Source, twice, Kvm3);

        Assert.False(plan.CanBegin);
        Assert.Equal($"lv-b ({running.Uuid}) is on kvm1 (paused (user)) and on kvm2 ({running.Condition}): find out which of them is the real one, and end the other, before any guest moves", Assert.Single(plan.Problems));

        // Of a move that a host keeps a record of, even of one that this evacuation does not begin at, the outcome speaks.
        var record = new MoveRecord(running.Uuid, "20261120-000000-abcd", "kvm2", "198.51.100.12", false, "begun");
        Assert.Empty(Make(Source, twice with { Reading = ((Hypervisor)twice.Reading) with { Moves = [record] } }, Kvm3).Problems);
    }

    [Fact]
    public void A_guest_that_may_stay_does_where_no_target_can_take_it_and_the_others_leave()
    {
        var waves = Cannot(CannotMove.Leave);
        var plan = EvacuationPlan.Make([Source], [Free(Kvm3, 400)], waves);

        Assert.True(plan.CanBegin);
        Assert.Equal("lv-b", Assert.Single(plan.Moves).Name);
        var stay = Assert.Single(plan.Stays);
        Assert.Equal(("lv-a", true), (stay.Name, stay.Runs));
        Assert.StartsWith("cannot leave, and stays (cannot_move: leave; kvm3: needs 194 MiB", stay.Why, StringComparison.Ordinal);
        Assert.Single(EvacuationPlan.Make([Source], [Free(Kvm3, 460)], waves).Moves, move => move.Name == "lv-a");
    }

    [Fact]
    public void A_guest_that_no_target_can_take_goes_down_by_its_policy_and_its_host_says_how_it_comes_back()
    {
        var plan = EvacuationPlan.Make([Source], [Free(Kvm3, 400)], Cannot(CannotMove.Shutdown(TimeSpan.FromMinutes(2))));

        Assert.True(plan.CanBegin);
        Assert.Empty(plan.Stays);
        var stop = Assert.Single(plan.Stops);
        Assert.Equal(("lv-a", "kvm2", CannotMove.Shutdown(TimeSpan.FromMinutes(2))), (stop.Name, stop.Source, stop.How));
        Assert.Equal("is asked to shut down, and may take 2m", stop.Does);
        Assert.StartsWith("kvm3: needs 194 MiB", stop.Why, StringComparison.Ordinal);
        Assert.Equal($"stays down on kvm2{(stop.Autostart ? "; it starts when the host boots (autostart), or by" : "; what starts it again:")} virsh start lv-a", stop.Back);
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(300, "needs up to 194 MiB in /var/lib/libvirt/qemu/save on kvm2, which has 300 MiB left, 259 MiB promised to others")]
    [InlineData(-1, "not known: not asked (kvm2)")]
    public void A_guest_is_saved_where_its_host_has_room_for_its_memory_beside_that_of_others(long mib, string why)
    {
        var probes = mib < 0 ? ProbeAnswers.NotAsked : ProbeAnswers.NotAsked with { Folders = new ValueMap<FolderAnswer>([KeyValuePair.Create(PreflightStop.SaveFolder, new FolderAnswer(true, "ext2/ext3", mib << 20, ""))]) };
        var plan = EvacuationPlan.Make([Source with { Probes = probes }], [], WaveOrder.One(MigrationPolicy.Balanced with { CannotMove = CannotMove.ManagedSave }));

        Assert.Equal(why.Length == 0, plan.CanBegin);
        if (why.Length > 0) Assert.Contains(plan.Refused, refused => refused.Reasons.Any(reason => reason.Blocked.Any(finding => finding.What == why)));
        else Assert.Equal(["lv-b", "lv-a"], plan.Stops.Select(stop => stop.Name));
    }

    [Fact]
    public void Nothing_goes_down_of_which_nothing_would_be_left_or_that_somebody_else_would_start_again()
    {
        var guest = Kvm2.Guests.Single(guest => guest.Name == "lv-a");

        Assert.Contains("is transient", Stands(guest with { Persistent = false }), StringComparison.Ordinal);
        Assert.Contains("belongs to OpenStack Nova", Stands(guest with { Hardware = guest.Hardware with { ForeignOwner = "OpenStack Nova" } }), StringComparison.Ordinal);
        Assert.Contains("is paused (user), and no guest in this state hears that it shall shut down", Stands(guest with { Condition = GuestCondition.Parse("paused (user)") }), StringComparison.Ordinal);
        Assert.Contains("is busy", Stands(guest with { Job = new GuestJob.Other("save") }), StringComparison.Ordinal);
        Assert.Equal("", Stands(guest));

        static string Stands(GuestReading guest) => string.Join("; ", PreflightStop.Judge(guest, CannotMove.Shutdown(), "kvm2", ProbeAnswers.NotAsked, 0).Where(finding => finding.Verdict == PreflightVerdict.Blocked).Select(finding => finding.What));
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
    public void The_definition_of_a_guest_that_is_shut_off_goes_where_that_is_asked_for()
    {
        // Of a guest that does not run neither memory nor CPU nor the way for memory matters.
        var waves = WaveOrder.One(MigrationPolicy.Balanced) with { ShutOff = ShutOff.Move };
        var probes = Transcript.Probes("target-kvm3") with { Cpus = ValueMap<CpuAnswer>.Empty };
        var plan = EvacuationPlan.Make(
            [new EvacuationSource("kvm1", Kvm1.Reading, Transcript.Probes("source-kvm2") with { Addresses = ValueMap<ReachAnswer>.Empty })], [Free(Kvm3, 10) with { Probes = probes }], waves);

        Assert.True(plan.CanBegin, string.Join("; ", plan.Refused.SelectMany(refused => refused.Reasons).SelectMany(reason => reason.Blocked).Select(finding => finding.What)));
        var move = Assert.Single(plan.Moves);
        Assert.Equal((true, 0, true), (move.Offline, move.MemoryKib, plan.Stays.Count == 0));
        Assert.Equal($"virsh -c qemu:///system migrate --offline --p2p --persistent --domain {move.Uuid} --desturi qemu+ssh://kvm3/system", $"{move.Command}");

        var nowhere = EvacuationPlan.Make([new EvacuationSource("kvm1", Kvm1.Reading, ProbeAnswers.NotAsked)], [], waves);
        Assert.Equal((false, "lv-a"), (nowhere.CanBegin, Assert.Single(nowhere.Refused).Name));
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

    private static WaveOrder Cannot(CannotMove how) => WaveOrder.One(MigrationPolicy.Balanced) with { Own = (guest, policy) => guest.Name == "lv-a" ? policy with { CannotMove = how } : policy };
}
