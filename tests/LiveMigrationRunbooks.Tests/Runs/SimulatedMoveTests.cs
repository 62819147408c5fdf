using LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;
using LiveMigrationRunbooks.Journals;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>Whole moves, and every fault at every moment of one: more of them in a second than the lab has in a day.</summary>
public sealed class SimulatedMoveTests
{
    private const long Mib = 1 << 20;
    private static readonly SimulatedTerms s_terms = new(32 * Mib);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longHang = TimeSpan.FromSeconds(60);

    // A move of this guest begins in the first half second, and takes less than seven.
    private const int First = 2;
    private const int Moments = 27;
    private const int MomentsOfPostCopy = 52;

    private static readonly Dictionary<string, Action<SimulatedCluster, TimeSpan>> s_faults = new(StringComparer.Ordinal)
    {
        ["source QEMU killed"] = (cluster, at) => cluster.At(at, now => now.KillQemu("kvm1", SimulatedMove.Uuid)),
        ["target QEMU killed"] = (cluster, at) => cluster.At(at, now => now.KillQemu("kvm2", SimulatedMove.Uuid)),
        ["source daemon killed"] = (cluster, at) => cluster.At(at, now => now.KillDaemon("kvm1")),
        ["target daemon killed"] = (cluster, at) => cluster.At(at, now => now.KillDaemon("kvm2")),
        ["source daemon hangs"] = (cluster, at) => Hang(cluster, "kvm1", at, s_hang),
        ["source daemon hangs long"] = (cluster, at) => Hang(cluster, "kvm1", at, s_longHang),
        ["target daemon hangs"] = (cluster, at) => Hang(cluster, "kvm2", at, s_hang),
        [Silent] = (cluster, at) => cluster.At(at, now => now.FreezeDaemon("kvm2")),
        ["source daemon killed while the target's hangs"] = (cluster, at) =>
        {
            Hang(cluster, "kvm2", at, s_hang);
            cluster.At(at + (s_hang / 2), now => now.KillDaemon("kvm1"));
        },
        ["link cut"] = (cluster, at) =>
        {
            cluster.At(at, now => now.Cut(true));
            cluster.At(at + s_hang, now => now.Cut(false));
        },
        ["link dead"] = (cluster, at) => cluster.At(at, now => now.Cut(true)),
        ["nobody reaches the source"] = (cluster, at) => cluster.At(at, now => now.Reach("kvm1", false)),
        ["nobody reaches the target"] = (cluster, at) => cluster.At(at, now => now.Reach("kvm2", false)),
    };

    private const string Silent = "target daemon silent";

    public static TheoryData<string> Faults => new(s_faults.Keys);

    [Fact]
    public async Task A_guest_that_converges_arrives()
    {
        using var move = new SimulatedMove(Busy(8), s_terms);
        var (moved, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, DeedEnd.Done), (moved.End, last.End));
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
        Assert.Equal((128 + 24 + 6) * (double)Mib, moved.Figures["bytes"], 2 * Mib);
        Assert.InRange(moved.Figures["pause_ms"], 200, 500);
        Assert.Empty(move.Cluster.Wrong);
    }

    [Fact]
    public async Task A_guest_that_never_converges_stays_by_rule_with_the_numbers()
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "busy", 256 * Mib, 128 * Mib, 100 * Mib), s_terms, "{ extends: gentle }");
        var (moved, _) = await move.RunAsync();

        Assert.Equal(DeedEnd.Failed, moved.End);
        Assert.Contains("too busy now", moved.Text, StringComparison.Ordinal);
        Assert.True(moved.Figures.ContainsKey("by_rule"));
        Assert.Equal(("running (booted)", "not there"), await move.SidesAsync());
        Assert.True(move.Cluster.Now < move.Deed.Move.Terms.Deadline);
    }

    [Fact]
    public async Task A_move_that_an_earlier_process_began_is_watched_by_its_policy_and_its_time_goes_on()
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "busy", 256 * Mib, 128 * Mib, 100 * Mib), s_terms, "{ extends: gentle }");
        using var stop = new CancellationTokenSource();
        move.Cluster.At(TimeSpan.FromSeconds(20), _ => stop.Cancel());
        Assert.Equal(DeedEnd.UnderWay, (await move.RunAsync(stop: stop.Token)).Move.End);
        var (moved, _) = await move.RunAsync(again: true);

        Assert.Equal(DeedEnd.Failed, moved.End);
        Assert.Contains("too busy now", moved.Text, StringComparison.Ordinal);
        Assert.True(moved.Figures.ContainsKey("by_rule"));
        Assert.True(move.Cluster.Now < move.Deed.Move.Terms.Deadline);
    }

    [Fact]
    public async Task One_that_was_to_arrive_within_its_deadline_is_not_given_it_again()
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "busy", 256 * Mib, 128 * Mib, 100 * Mib), s_terms, "{ extends: gentle, deadline: 60s, stall: 10m }");
        using var stop = new CancellationTokenSource();
        move.Cluster.At(TimeSpan.FromSeconds(20), _ => stop.Cancel());
        await move.RunAsync(stop: stop.Token);
        var (moved, _) = await move.RunAsync(again: true);

        Assert.Contains("past its deadline", moved.Text, StringComparison.Ordinal);
        Assert.InRange(move.Cluster.Now, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(80));
    }

    [Theory]
    [InlineData("{ extends: balanced, post_copy: after_first_pass }", 60)]
    [InlineData("{ extends: gentle, post_copy: when_stalled }", 240)]
    public async Task A_guest_that_never_converges_goes_on_there_and_its_memory_follows(string policy, int seconds)
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "busy", 256 * Mib, 128 * Mib, 100 * Mib), s_terms, policy, mayBeLost: true);
        var (moved, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, DeedEnd.Done), (moved.End, last.End));
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
        Assert.Contains(move.Told, told => told.Contains("its memory follows (post-copy)", StringComparison.Ordinal));
        Assert.True(move.Cluster.Now < TimeSpan.FromSeconds(seconds), $"{move.Cluster.Now}");
        Assert.Empty(move.Cluster.Wrong);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(45)]
    public async Task A_post_copy_whose_way_is_cut_waits_for_it_and_is_taken_up_again_once(double recovery)
    {
        using var move = new SimulatedMove(Busy(64), s_terms with { GiveUpSeconds = 3, RecoverySeconds = recovery }, "{ extends: balanced, post_copy: after_first_pass, post_copy_bandwidth: 4MiB/s }", mayBeLost: true);
        move.Cluster.At(TimeSpan.FromSeconds(7), now => now.Cut(true));
        move.Cluster.At(TimeSpan.FromSeconds(60), now => now.Cut(false));
        var (moved, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, DeedEnd.Done), (moved.End, last.End));
        Assert.Contains(move.Told, told => told.Contains("kvm2 had not noticed; its connection to kvm1:40000, which is gone, is ended", StringComparison.Ordinal));
        Assert.Single(move.Told, told => told.Contains("the path is back: it is taken up again", StringComparison.Ordinal));
        Assert.DoesNotContain(move.Told, told => told.Contains("by another thread", StringComparison.Ordinal));
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
        Assert.Empty(move.Cluster.Wrong);
    }

    [Fact]
    public async Task One_whose_target_answers_nobody_while_it_is_taken_up_again_is_held()
    {
        using var move = new SimulatedMove(Busy(64), s_terms with { GiveUpSeconds = 3, RecoverySeconds = double.PositiveInfinity }, "{ extends: balanced, post_copy: after_first_pass, post_copy_bandwidth: 4MiB/s }", mayBeLost: true);
        move.Cluster.At(TimeSpan.FromSeconds(7), now => now.Cut(true));
        move.Cluster.At(TimeSpan.FromSeconds(20), now => now.Cut(false));
        var (moved, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Held, DeedEnd.Held), (moved.End, last.End));
        Assert.Contains("stop neither", moved.Text, StringComparison.Ordinal);
        Assert.Contains("taking it up again hangs: kvm2's QEMU answers nobody", moved.Text, StringComparison.Ordinal);
        Assert.Equal(("paused (post-copy failed), migrating out", "running (post-copy failed), incoming migration"), await move.SidesAsync());
        Assert.True(move.Cluster.Now < TimeSpan.FromMinutes(5), $"{move.Cluster.Now}");
        Assert.Empty(move.Cluster.Wrong);
    }

    [Fact]
    public async Task A_guest_that_may_stand_still_arrives_so()
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "busy", 256 * Mib, 128 * Mib, 100 * Mib), s_terms, "{ extends: gentle, allow_suspend: true, suspend: 30s }");
        Assert.Equal(DeedEnd.Done, (await move.RunAsync()).Last.End);
        Assert.Contains(move.Told, told => told.Contains("stands still for up to 30 s", StringComparison.Ordinal));
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
    }

    /// <summary>As below, of a guest that goes on at its target after four seconds and whose memory follows for eight more.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_moment_of_a_post_copy(string fault)
    {
        for (var moment = First; moment < MomentsOfPostCopy; moment += 2)
        {
            using var move = new SimulatedMove(Busy(64), s_terms with { GiveUpSeconds = 3 }, "{ extends: balanced, post_copy: after_first_pass, post_copy_bandwidth: 4MiB/s }", mayBeLost: true);
            var at = move.Cluster.Now + (moment * s_between);
            s_faults[fault](move.Cluster, at);
            var (moved, last) = await move.RunAsync();
            var told = $"{fault} at {at}: {moved.Text}";
            var warned = moved.Text.Contains("it may be started as a second copy", StringComparison.Ordinal);
            await HealAsync(move);
            if (moved.End is DeedEnd.Held or DeedEnd.UnderWay || last.End is DeedEnd.Held)
            {
                (moved, _) = await move.RunAsync(again: true);
                told += $"; then {moved.Text}";
            }
            Assert.True(move.Cluster.Wrong.Count == 0 || (fault == Silent && warned), $"{told}: {string.Join("; ", move.Cluster.Wrong)}");
            if (move.Cluster.Wrong.Count > 0) continue;
            var sides = await move.SidesAsync();
            var lost = moved.Text.Contains("HAS LOST ITS MEMORY", StringComparison.Ordinal);
            Assert.True(moved.End switch
            {
                _ when fault == "target QEMU killed" && sides.Target == "shut off (crashed)" => lost ? sides.Source.StartsWith("paused (post-copy failed)", StringComparison.Ordinal) : sides.Source is "not there" or "shut off (migrated)",
                DeedEnd.Done => sides is ("not there", "running (migrated)"),
                DeedEnd.Failed => sides.Source.StartsWith("running", StringComparison.Ordinal) && sides.Target == "not there",
                _ when fault == "source QEMU killed" && lost => sides.Source == "shut off (crashed)" && sides.Target.StartsWith("running (post-copy failed)", StringComparison.Ordinal),
                _ => sides is ("shut off (crashed)", "not there") && moved.Text.Contains("runs nowhere any more", StringComparison.Ordinal),
            }, $"{told}: {sides}");
        }
    }

    [Fact]
    public async Task A_guest_that_is_slowed_down_arrives()
    {
        using var move = new SimulatedMove(new SimulatedGuest(SimulatedMove.Uuid, "slowed", 256 * Mib, 128 * Mib, 60 * Mib), s_terms);
        Assert.Equal(DeedEnd.Done, (await move.RunAsync()).Last.End);
        Assert.Contains(move.Told, told => told.Contains("slowed down by", StringComparison.Ordinal));
    }

    /// <summary>Never two copies that run, never no definition, an end in time; and what was left for a human ends well when he has done what it takes.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_moment(string fault)
    {
        for (var moment = First; moment < Moments; moment++)
        {
            using var move = new SimulatedMove(Busy(8), s_terms);
            var at = move.Cluster.Now + (moment * s_between);
            s_faults[fault](move.Cluster, at);
            var (moved, last) = await move.RunAsync();
            var told = $"{fault} at {at}: {moved.Text}";

            Assert.True(move.Cluster.Now < move.Deed.Move.Terms.Deadline, told);
            Assert.True(move.Cluster.Wrong.Count == 0, $"{told}: {string.Join("; ", move.Cluster.Wrong)}");
            var warned = moved.Text.Contains("it may be started as a second copy", StringComparison.Ordinal);
            await HealAsync(move);
            if (moved.End is DeedEnd.Held or DeedEnd.UnderWay || last.End is DeedEnd.Held)
            {
                (moved, _) = await move.RunAsync(again: true);
                told += $"; then {moved.Text}";
            }
            // libvirt's own gap: what comes of it was foretold, and nothing of it is lmr's.
            if (move.Cluster.Wrong.Count > 0)
            {
                Assert.True(fault == Silent && warned && moved.End == DeedEnd.Held && moved.Text.Contains("RUNS ON BOTH", StringComparison.Ordinal), told);
                continue;
            }
            var sides = await move.SidesAsync();
            Assert.True(moved.End switch
            {
                // It had arrived by then, and what its home is now says why it ended there.
                _ when fault == "target QEMU killed" && sides.Target == "shut off (crashed)" => sides.Source is "not there" or "shut off (migrated)",
                DeedEnd.Done => sides is ("not there", "running (migrated)"),
                DeedEnd.Failed => sides.Source.StartsWith("running", StringComparison.Ordinal) && sides.Target == "not there",
                _ => sides is ("shut off (crashed)", "not there") && moved.Text.Contains("runs nowhere any more", StringComparison.Ordinal),
            }, $"{told}: {sides}");
        }
    }

    private static SimulatedGuest Busy(int mibPerSecond) => new(SimulatedMove.Uuid, "web-1", 128 * Mib, 24 * Mib, mibPerSecond * Mib);

    private static void Hang(SimulatedCluster cluster, string host, TimeSpan at, TimeSpan until)
    {
        cluster.At(at, now => now.FreezeDaemon(host));
        cluster.At(at + until, now => now.ThawDaemon(host));
    }

    private static async Task HealAsync(SimulatedMove move)
    {
        // The last of the faults may come when all is done.
        await Task.Delay(TimeSpan.FromSeconds(10), move.Time);
        move.Cluster.ThawDaemon("kvm1");
        move.Cluster.ThawDaemon("kvm2");
        move.Cluster.Cut(false);
        foreach (var host in new[] { "kvm1", "kvm2" }) move.Cluster.Reach(host, true);
        await Task.Delay(TimeSpan.FromMinutes(2), move.Time);
    }
}
