using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

public sealed class MoveMonitorTests
{
    private static readonly MigrationPolicy s_gentle = MigrationPolicy.Gentle;

    [Fact]
    public void The_pause_rises_step_by_step_to_the_ceiling_and_never_above()
    {
        foreach (var policy in MigrationPolicy.Shipped)
        {
            List<int> steps = [policy.PauseStartMs];
            while (policy.PauseAfter(steps[^1]) is { } next) steps.Add(next);

            Assert.Equal(policy.PauseCeilingMs, steps[^1]);
            Assert.Equal(steps.Distinct().Order(), steps);
            Assert.True(steps.Count > 2, policy.Name);
        }
        Assert.Equal(2, (MigrationPolicy.Balanced with { PauseStartMs = 1, PauseCeilingMs = 2 }).PauseAfter(1));
    }

    [Fact]
    public void A_recorded_move_that_never_converges_is_given_its_ceiling_and_then_called_off_with_numbers()
    {
        var monitor = new MoveMonitor(s_gentle);
        var acts = Acts(monitor, Recorded("never-converges"));

        Assert.Equal([150, 225, 300], acts.Select(act => act.Action).OfType<MoveAction.Allow>().Select(allow => allow.Milliseconds));
        var off = Assert.IsType<MoveAction.CallOff>(acts[^1].Action);
        Assert.Equal(4, acts.Count);
        Assert.Matches("^too busy now: for [0-9]+ s no pass over its memory was shorter than the ones before; it writes [0-9.]+ MiB/s, [0-9.]+ MiB/s get through; after pass [0-9]+ it would have to pause for [0-9]+ ms, and 300 ms are allowed$", off.Why);
        Assert.True(acts[^1].At - acts[^2].At >= s_gentle.Stall, $"{acts[^1].At}");
    }

    [Fact]
    public void A_recorded_move_that_converges_is_left_alone() => Assert.Empty(Acts(new MoveMonitor(s_gentle), Recorded("converges")));

    [Fact]
    public void A_pause_is_raised_at_the_next_pass_only_and_not_before_ten_seconds()
    {
        var monitor = new MoveMonitor(MigrationPolicy.Balanced);

        Assert.Null(monitor.See(null, Second(30)));
        Assert.Null(monitor.See(Sample(1, 1000), Second(31)));
        Assert.Null(monitor.See(Sample(2, 1000), Second(32)));
        Assert.Equal(new MoveAction.Allow(450), monitor.See(Sample(3, 1000), Second(33)));
        Assert.Null(monitor.See(Sample(3, 1000), Second(50)));
        Assert.Equal(new MoveAction.Allow(675), monitor.See(Sample(4, 1000), Second(51)));
        Assert.Null(monitor.See(Sample(5, 1000), Second(60)));
        Assert.Equal(675, monitor.Pause);
    }

    [Fact]
    public void A_sawtooth_within_a_pass_is_neither_progress_nor_its_end()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300 });
        // Little is left at each pass's end, and as much as ever when the next one begins.
        var off = Enumerable.Range(0, 60).Select(step => monitor.See(Sample(2 + (step / 4), 4000, remaining: 4000 - (step % 4 * 1000)), Second(2 * step))).OfType<MoveAction.CallOff>().ToList();

        Assert.Single(off);
    }

    [Fact]
    public void Each_pass_that_is_shorter_than_the_best_one_is_progress()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300 });

        Assert.All(Enumerable.Range(0, 30), pass => Assert.Null(monitor.See(Sample(pass + 2, (long)(1_000_000 * Math.Pow(0.9, pass))), Second(20 * pass))));
    }

    [Theory]
    [InlineData("disk_remaining", -1)]
    [InlineData("auto_converge_throttle", 1)]
    public void Disks_that_are_copied_and_a_guest_that_is_slowed_down_further_are_progress(string field, int step)
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300 });

        Assert.All(Enumerable.Range(0, 30), pass => Assert.Null(monitor.See(Sample(pass + 2, 4000, field, 1000 + (step * pass)), Second(20 * pass))));
    }

    [Fact]
    public void Close_to_the_ceiling_a_move_is_given_as_much_time_again()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300 });
        var off = Enumerable.Range(0, 100).Where(step => monitor.See(Sample(step + 2, 400), Second(2 * step)) is MoveAction.CallOff).ToList();

        Assert.InRange(2 * Assert.Single(off), 80, 90);
    }

    [Fact]
    public void A_move_of_which_nothing_moves_is_called_off_in_the_midst_of_a_pass()
    {
        var monitor = new MoveMonitor(MigrationPolicy.Balanced);
        var still = Sample(1, 0) with { Fields = new ValueMap<long>([KeyValuePair.Create("memory_processed", 7L)]) };

        Assert.All(Enumerable.Range(0, 21), step => Assert.Null(monitor.See(still, Second(2 * step))));
        Assert.Equal(new MoveAction.CallOff("nothing of it moved for 42 s"), monitor.See(still, Second(42)));
        Assert.Null(monitor.See(still, Second(44)));
    }

    [Fact]
    public void Whatever_it_does_its_deadline_ends_it()
    {
        var monitor = new MoveMonitor(MigrationPolicy.Balanced);

        Assert.Equal(new MoveAction.CallOff("past its deadline of 30 min"), monitor.See(null, TimeSpan.FromMinutes(31)));
        Assert.Null(monitor.See(null, TimeSpan.FromMinutes(32)));
    }

    [Fact]
    public void A_recorded_move_that_stalls_goes_on_by_post_copy_at_the_beginning_of_a_pass_and_then_nothing_stops_it()
    {
        var monitor = new MoveMonitor(s_gentle with { Stall = Second(5), PostCopy = PostCopyUse.WhenStalled }, postCopy: true);
        var acts = new List<(TimeSpan At, MoveAction Action, long? Pass)>();
        foreach (var (at, now, source) in RecordedWithStates("post-copy"))
            if (monitor.See(now, at, source) is { } action) acts.Add((at, action, now.Iterations));

        Assert.Equal([150, 225, 300], acts.Select(act => act.Action).OfType<MoveAction.Allow>().Select(allow => allow.Milliseconds));
        var there = Assert.IsType<MoveAction.GoOnThere>(acts[3].Action);
        Assert.Matches("^for [0-9]+ s no pass over its memory was shorter than the ones before; it writes [0-9.]+ MiB/s, [0-9.]+ MiB/s get through; after pass [0-9]+ it would have to pause for 2[0-9]{3} ms, and 300 ms are allowed$", there.Why);
        // The recording did not heed it at once: it is asked for again, at the beginning of another pass, and not for ever.
        Assert.All(acts.Skip(3), act => Assert.IsType<MoveAction.GoOnThere>(act.Action));
        Assert.InRange(acts.Count, 4, 6);
        Assert.Equal(MovePhase.PostCopy, monitor.Phase);
        Assert.Null(monitor.See(null, Second(120), null));
        Assert.StartsWith("its memory has not followed it in ", Assert.IsType<MoveAction.Alarm>(monitor.See(null, TimeSpan.FromMinutes(31), null)).Why, StringComparison.Ordinal);
        Assert.Null(monitor.See(null, TimeSpan.FromMinutes(32), null));
    }

    [Fact]
    public void Nothing_depends_on_a_link_that_is_going_down()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300, Stall = Second(10), PostCopy = PostCopyUse.WhenStalled }, postCopy: true);
        var acts = Enumerable.Range(0, 40).Select(step => monitor.See(Sample(step + 2, 4000, "memory_bps", 1_000_000 >> step), Second(2 * step))).ToList();

        // Each sample is half of the one before: post-copy is let go, and nothing else is left.
        Assert.DoesNotContain(acts, act => act is MoveAction.GoOnThere);
        Assert.IsType<MoveAction.CallOff>(Assert.Single(acts, act => act is not null));
    }

    [Fact]
    public void To_stand_still_is_the_last_rung_and_ends()
    {
        var policy = s_gentle with { PauseStartMs = 300, Stall = Second(10), AllowSuspend = true, Suspend = Second(30) };
        var monitor = new MoveMonitor(policy);
        var acts = Enumerable.Range(0, 30).Select(step => (At: 2 * step, Action: monitor.See(Sample(step + 2, 4000, "memory_bps", 1_000_000), Second(2 * step)))).Where(act => act.Action is not null).ToList();

        Assert.Equal(Second(30), Assert.IsType<MoveAction.Suspend>(acts[0].Action).Longest);
        Assert.Equal("it has stood still for 30 s and is not there", Assert.IsType<MoveAction.CallOff>(acts[1].Action).Why);
        Assert.InRange(acts[1].At - acts[0].At, 30, 34);
        Assert.Equal(2, acts.Count);
    }

    [Fact]
    public void After_the_first_pass_it_goes_on_there_where_virsh_did_not_see_to_it()
    {
        var monitor = new MoveMonitor(MigrationPolicy.Balanced with { PostCopy = PostCopyUse.AfterFirstPass }, postCopy: true);

        Assert.Null(monitor.See(Sample(1, 1000), Second(1)));
        Assert.Null(monitor.See(Sample(2, 1000), Second(2)));
        Assert.Equal(new MoveAction.GoOnThere("after its first pass"), monitor.See(Sample(3, 1000), Second(3)));
    }

    [Fact]
    public void Whoever_asks_gets_the_next_rung_at_once_and_a_reason_where_there_is_none()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 200, AllowSuspend = true });
        monitor.See(Sample(1, 1000), Second(1));

        Assert.Equal((new MoveAction.Allow(300), null), (monitor.Escalate(Second(1), out var refused), refused));
        Assert.Equal(new MoveAction.Suspend(TimeSpan.FromMinutes(1), "somebody asked for it"), monitor.Escalate(Second(2), out _));
        Assert.Null(monitor.Escalate(Second(3), out refused));
        Assert.Equal("it stands still already; nothing comes after that", refused);
        var plain = new MoveMonitor(s_gentle with { PauseStartMs = 300 });
        Assert.Null(plain.Escalate(Second(3), out refused));
        Assert.Equal("its policy 'gentle' has no further rung", refused);
    }

    [Fact]
    public void A_counter_that_begins_anew_is_no_regress()
    {
        var monitor = new MoveMonitor(s_gentle with { PauseStartMs = 300 });

        Assert.Null(monitor.See(Sample(20, 1000), Second(0)));
        Assert.Null(monitor.See(Sample(1, 1000), Second(2)));
        Assert.All(Enumerable.Range(0, 20), pass => Assert.Null(monitor.See(Sample(pass + 2, (long)(900 * Math.Pow(0.9, pass))), Second(4 + (20 * pass)))));
    }

    [Fact]
    public void It_is_looked_at_less_often_the_longer_nothing_is_done()
    {
        var monitor = new MoveMonitor(s_gentle);

        Assert.Equal([1, 2, 2, 3, 5, 5], new[] { 0, 1, 9, 30, 50, 500 }.Select(second => monitor.NextLook(Second(second))));
    }

    private static TimeSpan Second(int second) => TimeSpan.FromSeconds(second);

    private static long s_processed;

    private static JobStatistics Sample(long pass, long needMs, string? field = null, long value = 0, long remaining = 1) => new(JobStatistics.Unbounded, new ValueMap<long>(
    [
        KeyValuePair.Create("memory_iteration", pass), KeyValuePair.Create("downtime", needMs), KeyValuePair.Create("memory_remaining", remaining),
        KeyValuePair.Create("memory_processed", Interlocked.Increment(ref s_processed)), KeyValuePair.Create(field ?? "none", value),
    ]));

    private static List<(TimeSpan At, MoveAction Action)> Acts(MoveMonitor monitor, IEnumerable<(TimeSpan At, JobStatistics Now)> samples) =>
        [.. samples.Select(sample => (sample.At, Action: monitor.See(sample.Now, sample.At))).Where(act => act.Action is not null).Select(act => (act.At, act.Action!))];

    // domjobinfo --rawstats every two seconds, each with the host's uptime before it, of a guest that wrote random data to 24 MiB; libvirt 9.0.0, QEMU 7.2.
    private static IEnumerable<(TimeSpan At, JobStatistics Now)> Recorded(string name) => RecordedWithStates(name).Select(sample => (sample.At, sample.Now));

    // The state is told where post-copy was recorded: pc-1, 24 MiB at 64 MiB/s, --bandwidth 12, virsh migrate-postcopy after 45 s.
    private static IEnumerable<(TimeSpan At, JobStatistics Now, GuestCondition? Source)> RecordedWithStates(string name)
    {
        TimeSpan? first = null;
        foreach (var sample in Transcript.Of("moves-" + name).Text.Split("@ ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = sample.Split('\n', 2);
            var at = TimeSpan.FromSeconds(double.Parse(lines[0], CultureInfo.InvariantCulture));
            var state = lines[1].Split('\n').FirstOrDefault(line => line.StartsWith("state ", StringComparison.Ordinal));
            if (JobStatistics.Parse(lines[1]) is { Operation: 5 } now) yield return (at - (first ??= at), now, state is null ? null : GuestCondition.Parse(state[6..]));
        }
    }
}
