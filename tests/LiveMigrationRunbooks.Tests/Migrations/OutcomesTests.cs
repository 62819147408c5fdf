using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

/// <summary>The outcome table, first on what real hosts said, then row by row.</summary>
public sealed partial class OutcomesTests
{
    public static TheoryData<string, string, Type> Seen => new()
    {
        { "move-underway-source", "move-underway-target", typeof(Outcome.InFlight) },
        { "paused-move-underway-source", "paused-move-underway-target", typeof(Outcome.InFlight) },
        { "finishing-source", "move-underway-target", typeof(Outcome.InFlight) },
        { "moved-source", "moved-target", typeof(Outcome.Moved) },
        { "absent", "moved-target", typeof(Outcome.Moved) },
        { "paused-moved-source", "paused-moved-target", typeof(Outcome.Moved) },
        { "shut-off-after-daemon-restart", "moved-target", typeof(Outcome.Moved) },
        { "husk-destroyed-source", "husk-target", typeof(Outcome.Moved) },
        { "target-qemu-killed-source", "target-qemu-killed-target", typeof(Outcome.StillOnSource) },
        { "target-libvirtd-killed-source", "target-libvirtd-killed-target", typeof(Outcome.StillOnSource) },
        { "source-libvirtd-killed-source", "source-libvirtd-killed-target", typeof(Outcome.StillOnSource) },
        { "aborted-source", "aborted-target", typeof(Outcome.StillOnSource) },
        { "finish-target-libvirtd-killed-source", "finish-target-libvirtd-killed-target", typeof(Outcome.StillOnSource) },
        { "husk-source", "husk-target", typeof(Outcome.MovedSourceHusk) },
        { "moved-target", "husk-target", typeof(Outcome.RunningOnBoth) },
        { "daemon-down", "moved-target", typeof(Outcome.Hold) },
        { "moved-source", "daemon-down", typeof(Outcome.Hold) },
        { "absent", "absent", typeof(Outcome.Hold) },
        { "moved-source", "absent", typeof(Outcome.Hold) },
        { "absent", "move-underway-target", typeof(Outcome.Hold) },
    };

    [Theory]
    [MemberData(nameof(Seen))]
    public void What_real_hosts_said(string source, string target, Type outcome) =>
        Assert.IsType(outcome, Outcomes.Judge(Transcript.Side(source), Transcript.Side(target)));

    // "~": nobody looked whether its QEMU lives. "=" before a state: its QEMU lives although it should not, or the reverse; "+": a migration out; "*": another job; "?": a job not read.
    [Theory]
    [InlineData("running (booted)", "-", "StillOnSource")]
    [InlineData("idle (unknown)", "-", "StillOnSource")]
    [InlineData("running (migration canceled)", "-", "StillOnSource")]
    [InlineData("running (booted)", "paused (migrating)", "StillOnSource")]
    [InlineData("running (booted)", "paused (starting up)", "StillOnSource")]
    [InlineData("running (booted)", "shut off (failed)", "StillOnSource")]
    [InlineData("running (booted)", "*paused (migrating)", "StillOnSource")]
    [InlineData("paused (user)", "-", "StillOnSource")]
    [InlineData("paused (migrating)", "-", "StillOnSource")]
    [InlineData("+running (booted)", "-", "InFlight")]
    [InlineData("+running (booted)", "*paused (migrating)", "InFlight")]
    [InlineData("+paused (migrating)", "running (migrated)", "InFlight")]
    [InlineData("+paused (post-copy)", "running (post-copy)", "InFlight")]
    [InlineData("-", "running (migrated)", "Moved")]
    [InlineData("-", "paused (user)", "Moved")]
    [InlineData("shut off (migrated)", "running (migrated)", "Moved")]
    [InlineData("shut off (unknown)", "running (unpaused)", "Moved")]
    [InlineData("shut off (destroyed)", "running (migrated)", "Moved")]
    [InlineData("paused (migrating)", "running (migrated)", "MovedSourceHusk")]
    [InlineData("paused (migrating)", "running (unpaused)", "MovedSourceHusk")]
    [InlineData("running (booted)", "running (migrated)", "RunningOnBoth")]
    [InlineData("running (booted)", "running (post-copy)", "RunningOnBoth")]
    [InlineData("idle (unknown)", "running (booted)", "RunningOnBoth")]
    [InlineData("+running (booted)", "running (migrated)", "RunningOnBoth")]
    [InlineData("paused (migrating)", "paused (migrating)", "Hold")]
    [InlineData("paused (migrating)", "paused (starting up)", "Hold")]
    [InlineData("paused (migrating)", "~-", "Hold")]
    [InlineData("running (migration canceled)", "~-", "StillOnSource")]
    [InlineData("paused (post-copy failed)", "running (post-copy)", "PostCopyBroken")]
    [InlineData("paused (post-copy failed)", "running (post-copy failed)", "PostCopyBroken")]
    [InlineData("paused (post-copy)", "running (post-copy failed)", "PostCopyBroken")]
    [InlineData("+paused (post-copy failed)", "*running (post-copy)", "PostCopyBroken")]
    [InlineData("+paused (post-copy failed)", "*running (post-copy failed)", "PostCopyBroken")]
    [InlineData("+paused (post-copy)", "*running (post-copy failed)", "PostCopyBroken")]
    [InlineData("+paused (post-copy failed)", "?running (post-copy)", "Hold")]
    [InlineData("+paused (post-copy failed)", "-", "MemoryLost")]
    [InlineData("+paused (post-copy failed)", "~-", "Hold")]
    [InlineData("+paused (post-copy failed)", "=-", "Hold")]
    [InlineData("paused (post-copy)", "running (post-copy)", "Hold")]
    [InlineData("shut off (unknown)", "running (post-copy failed)", "Hold")]
    [InlineData("*paused (post-copy failed)", "running (post-copy)", "Hold")]
    [InlineData("paused (post-copy failed)", "shut off (crashed)", "MemoryLost")]
    [InlineData("+paused (post-copy failed)", "shut off (crashed)", "MemoryLost")]
    [InlineData("+paused (post-copy)", "shut off (crashed)", "Hold")]
    [InlineData("+paused (post-copy failed)", "~shut off (crashed)", "Hold")]
    [InlineData("+paused (post-copy failed)", "shut off (unknown)", "Hold")]
    [InlineData("?paused (post-copy failed)", "shut off (crashed)", "Hold")]
    [InlineData("paused (post-copy failed)", "-", "MemoryLost")]
    [InlineData("shut off (crashed)", "-", "RunsNowhere")]
    [InlineData("shut off (crashed)", "~-", "Hold")]
    [InlineData("shut off (crashed)", "=-", "Hold")]
    [InlineData("=shut off (crashed)", "-", "Hold")]
    [InlineData("shut off (crashed)", "paused (migrating)", "Hold")]
    [InlineData("shut off (crashed)", "running (post-copy failed)", "MemoryLost")]
    [InlineData("shut off (crashed)", "*running (post-copy failed)", "MemoryLost")]
    [InlineData("shut off (crashed)", "running (post-copy)", "Hold")]
    [InlineData("~shut off (crashed)", "running (post-copy failed)", "Hold")]
    [InlineData("shut off (crashed)", "running (migrated)", "Moved")]
    [InlineData("shut off (shutdown)", "-", "RunsNowhere")]
    [InlineData("shut off (destroyed)", "-", "RunsNowhere")]
    [InlineData("shut off (migrated)", "-", "Hold")]
    [InlineData("shut off (unknown)", "-", "Hold")]
    [InlineData("shut off (migrated)", "paused (migrating)", "Hold")]
    [InlineData("shut off (migrated)", "shut off (migrated)", "Hold")]
    [InlineData("running (booted)", "paused (user)", "Hold")]
    [InlineData("running (booted)", "levitating (magic)", "Hold")]
    [InlineData("levitating (magic)", "running (migrated)", "Hold")]
    [InlineData("crashed (panicked)", "-", "Hold")]
    [InlineData("*running (booted)", "-", "Hold")]
    [InlineData("?running (booted)", "-", "Hold")]
    [InlineData("?paused (migrating)", "running (migrated)", "Hold")]
    [InlineData("paused (migrating)", "+running (migrated)", "Hold")]
    [InlineData("-", "+running (migrated)", "Hold")]
    [InlineData("-", "running (post-copy failed)", "MemoryLost")]
    [InlineData("-", "shut off (unknown)", "Hold")]
    [InlineData("=-", "running (migrated)", "Hold")]
    [InlineData("=shut off (migrated)", "running (migrated)", "Hold")]
    [InlineData("running (booted)", "=-", "Hold")]
    [InlineData("=running (booted)", "-", "Hold")]
    public void Row_by_row(string source, string target, string outcome) =>
        Assert.Equal(outcome, Outcomes.Judge(Say(source), Say(target)).GetType().Name);

    // Of a guest that did not run when its definition went.
    [Theory]
    [InlineData("shut off (unknown)", "-", "StillOnSource", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("shut off (unknown)", "shut off (unknown)", "DefinedOnTarget", "SetAutostartOnTarget UndefineSource ForgetMove")]
    [InlineData("shut off (destroyed)", "shut off (unknown)", "DefinedOnTarget", "SetAutostartOnTarget UndefineSource ForgetMove")]
    [InlineData("-", "shut off (unknown)", "DefinedOnTarget", "SetAutostartOnTarget ForgetMove")]
    [InlineData("-", "-", "Hold", "")]
    [InlineData("~-", "shut off (unknown)", "Hold", "")]
    [InlineData("shut off (unknown)", "~-", "Hold", "")]
    [InlineData("=shut off (unknown)", "shut off (unknown)", "Hold", "")]
    [InlineData("shut off (unknown)", "=shut off (unknown)", "Hold", "")]
    [InlineData("silent", "shut off (unknown)", "Hold", "")]
    [InlineData("shut off (unknown)", "silent", "Hold", "")]
    [InlineData("running (booted)", "-", "StillOnSource", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("running (booted)", "running (booted)", "RunningOnBoth", "")]
    [InlineData("-", "running (booted)", "Moved", "SetAutostartOnTarget ForgetMove")]
    public void Row_by_row_of_a_guest_that_did_not_run(string source, string target, string outcome, string deeds)
    {
        var judged = Outcomes.Judge(Say(source), Say(target), offline: true);
        Assert.Equal((outcome, deeds), (judged.GetType().Name, string.Join(' ', Outcomes.SafeDeeds(judged))));
    }

    [Theory]
    [InlineData("running (booted)", null, StopState.Up)]
    [InlineData("paused (user)", null, StopState.Up)]
    [InlineData("in shutdown (unknown)", null, StopState.Going)]
    [InlineData("*running (booted)", null, StopState.Going)]
    [InlineData("?paused (saving)", null, StopState.Going)]
    [InlineData("shut off (shutdown)", false, StopState.Down)]
    [InlineData("shut off (saved)", true, StopState.Saved)]
    [InlineData("shut off (unknown)", true, StopState.Saved)]
    [InlineData("shut off (saved)", null, StopState.Unknown)]
    [InlineData("shut off (crashed)", false, StopState.Crashed)]
    [InlineData("=shut off (shutdown)", false, StopState.Unknown)]
    [InlineData("=running (booted)", null, StopState.Unknown)]
    [InlineData("-", null, StopState.Gone)]
    [InlineData("~-", null, StopState.Unknown)]
    [InlineData("=-", null, StopState.Unknown)]
    [InlineData("silent", null, StopState.Unknown)]
    public void Where_a_guest_is_that_was_to_go_down(string side, bool? saved, StopState state) => Assert.Equal(state, StopStates.Judge(Say(side), saved));

    [Fact]
    public void No_answer_of_either_side_is_always_a_hold_that_permits_nothing()
    {
        var silent = new SideReading.NoAnswer("link down");
        foreach (var text in new[] { "running (booted)", "shut off (migrated)", "paused (migrating)", "-" })
        {
            foreach (var outcome in new[] { Outcomes.Judge(Say(text), silent), Outcomes.Judge(silent, Say(text)) })
            {
                Assert.IsType<Outcome.Hold>(outcome);
                Assert.Empty(Outcomes.SafeDeeds(outcome));
                Assert.Contains("link down", outcome.Told("kvm1", "kvm2"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Over_all_pairs_nothing_is_removed_unless_the_target_has_the_guest_and_nothing_resumed_unless_it_has_not()
    {
        var sides = Everything().ToArray();
        foreach (var source in sides)
        {
            foreach (var target in sides)
            {
                var deeds = Outcomes.SafeDeeds(Outcomes.Judge(source, target));
                if (deeds.Contains(FinishDeed.UndefineSource) || deeds.Contains(FinishDeed.DestroySourceHusk))
                {
                    Assert.True(Assert.IsType<SideReading.Present>(target).Condition.IsActive);
                    Assert.False(Assert.IsType<SideReading.Present>(source).Condition.IsRunning);
                }

                if (deeds.Contains(FinishDeed.UndefineSource)) Assert.False(Assert.IsType<SideReading.Present>(source).Condition.IsActive);
                if (deeds.Contains(FinishDeed.ResumeSource)) Assert.True(Assert.IsType<SideReading.Absent>(target).QemuAlive is false);
            }
        }
    }

    /// <summary>
    /// Every fault of the two lists that the table is made of, by what both sides said of it: "A" are the states after a failure, "M" the faults that were
    /// tried for real. What each permits is said beside it.
    /// </summary>
    [Theory]
    [InlineData("A1 failed or cancelled before the switch", "running (migration canceled)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("A2 incoming still waits, the job goes on", "+running (booted)", "*paused (migrating)", "")]
    [InlineData("A2 incoming still waits, no job", "running (booted)", "paused (migrating)", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("A3 lost in finish", "paused (migrating)", "paused (migrating)", "")]
    [InlineData("A4 confirm lost, paused", "paused (migrating)", "running (migrated)", "DestroySourceHusk")]
    [InlineData("A4 confirm lost, shut off", "shut off (migrated)", "running (migrated)", "SetAutostartOnTarget UndefineSource ForgetMove")]
    [InlineData("A5 success", "-", "running (migrated)", "SetAutostartOnTarget ForgetMove")]
    [InlineData("A6 post-copy failed on both", "paused (post-copy failed)", "running (post-copy failed)", "")]
    [InlineData("A7 split brain", "running (booted)", "running (migrated)", "")]
    [InlineData("M1 target's QEMU killed in pre-copy", "running (migration canceled)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("M2 source's QEMU killed in pre-copy", "shut off (crashed)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("M2 the same when all memory was sent", "shut off (crashed)", "running (migrated)", "SetAutostartOnTarget UndefineSource ForgetMove")]
    [InlineData("M3 a daemon killed in pre-copy", "running (unknown)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("M4 link cut in pre-copy", "running (migration canceled)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("M5 daemon dies in finish", "paused (migrating)", "running (migrated)", "DestroySourceHusk")]
    [InlineData("M6 target's daemon dies in finish", "running (migration canceled)", "-", "RestoreAutostartOnSource ForgetMove")]
    [InlineData("M7 target's QEMU killed in post-copy", "paused (post-copy failed)", "shut off (crashed)", "")]
    [InlineData("M7 the same, of a transient guest", "paused (post-copy failed)", "-", "")]
    [InlineData("M7 source's QEMU killed in post-copy", "shut off (crashed)", "*running (post-copy failed)", "")]
    [InlineData("M8 link cut in post-copy", "paused (post-copy failed)", "running (post-copy)", "")]
    [InlineData("M9 target silent", "paused (migrating)", "silent", "")]
    [InlineData("M9 target silent, source gone", "-", "silent", "")]
    [InlineData("M10 target has neither guest nor process", "paused (migrating)", "-", "ResumeSource")]
    [InlineData("M10 target has a process", "paused (migrating)", "=-", "")]
    [InlineData("M11 both run", "running (unpaused)", "running (migrated)", "")]
    [InlineData("M13 a second move of one guest", "+running (booted)", "-", "")]
    [InlineData("domain not found on the source, and the target has it", "-", "running (unpaused)", "SetAutostartOnTarget ForgetMove")]
    [InlineData("domain not found anywhere", "-", "-", "")]
    public void Every_fault_has_its_action(string fault, string source, string target, string deeds) =>
        Assert.True(deeds == string.Join(' ', Outcomes.SafeDeeds(Outcomes.Judge(Say(source), Say(target)))), fault);

    [Fact]
    public void A_hold_says_what_each_side_said() =>
        Assert.Equal(
            "unknown: kvm1 says \"running (booted); its job could not be read: busy\", kvm2 says \"paused (migrating)\"",
            Outcomes.Judge(Say("?running (booted)"), Say("paused (migrating)")).Told("kvm1", "kvm2"));

    [Theory]
    [InlineData("running (migration canceled)", true)]
    [InlineData("running (booted)", true)]
    [InlineData("paused (migrating)", false)]
    [InlineData("+running (booted)", false)]
    [InlineData("-", false)]
    public void A_silent_target_may_start_a_second_copy_only_where_the_source_runs_the_first(string source, bool may) =>
        Assert.Equal(may, Outcomes.Judge(Say(source), Say("silent")).Told("kvm1", "kvm2").Contains("it may be started as a second copy", StringComparison.Ordinal));

    [Fact]
    public void A_moved_guest_whose_source_was_transient_needs_no_undefine() =>
        Assert.DoesNotContain(FinishDeed.UndefineSource, Outcomes.SafeDeeds(Outcomes.Judge(Say("-"), Say("running (migrated)"))));

    private static IEnumerable<SideReading> Everything()
    {
        string[] states = ["running", "idle", "paused", "in shutdown", "shut off", "crashed", "pmsuspended", "no state", "levitating"];
        string[] reasons = ["unknown", "booted", "migrated", "unpaused", "migration canceled", "post-copy", "post-copy failed", "user", "migrating", "starting up", "crashed", "destroyed", "shutdown", "failed", "magic"];
        var said = states.SelectMany(state => reasons.Select(reason => $"{state} ({reason})")).Append("-").ToArray();
        return new[] { "", "=", "+", "*", "?", "~" }.SelectMany(mark => said.Select(text => Say(mark + text)))
            .Append(new SideReading.NoAnswer("x"));
    }

    private static SideReading Say(string text)
    {
        if (text == "silent") return new SideReading.NoAnswer("no answer in time");
        var bare = text.TrimStart('=', '+', '*', '?', '~');
        if (bare == "-") return new SideReading.Absent(QemuAlive: text[0] == '~' ? null : text[0] == '=');
        var condition = GuestCondition.Parse(bare);
        GuestJob job = text[0] switch
        {
            '+' => new GuestJob.Migrating(JobStatistics.Empty),
            '*' => new GuestJob.Other("incoming migration"),
            '?' => new GuestJob.Unread("busy"),
            _ => new GuestJob.None(),
        };
        return new SideReading.Present(condition, Persistent: true, Autostart: false, job, QemuAlive: text[0] == '~' ? null : condition.IsActive != (text[0] == '='));
    }
}
