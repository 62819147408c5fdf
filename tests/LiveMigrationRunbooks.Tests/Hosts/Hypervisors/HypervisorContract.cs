using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Hypervisors;

/// <summary>What every hypervisor keeps: virsh on real hosts, and the simulation that whole moves are played on.</summary>
public abstract class HypervisorContract
{
    private const string Step = "move";
    private const int MostLooks = 200;

    /// <summary>Two hosts; on the source runs a guest that starts with its host and has not moved.</summary>
    private protected abstract Task<ContractScene> OpenAsync(string guest);

    [Fact]
    public async Task A_guest_is_begun_to_move_once_and_arrives_and_only_then_may_its_definition_go()
    {
        await using var scene = await OpenAsync("contract-1");
        var (source, target, uuid) = (scene.Source, scene.Target, scene.Uuid);
        Assert.Equal("running persistent autostart", At(await source.ReadAsync(uuid)));
        Assert.Equal(new SideReading.Absent(QemuAlive: false), await target.ReadAsync(uuid));
        var home = Assert.IsType<Hypervisor>((await source.SurveyAsync()).Reading);
        Assert.Equal((true, true), (home.Guests.Single(guest => guest.Uuid == uuid) is { Persistent: true, Autostart: true, Condition.IsRunning: true }, home.QemuUuids.Contains(uuid)));
        Assert.Null(await target.StatisticsAsync(uuid));
        // No agent listens in it.
        Assert.Equal((false, new ClockSetting(HasAgent: false, null)), (await source.AgentAnswersAsync(uuid), await source.SetClockAsync(uuid)));
        Assert.Contains("its definition stays", await source.FinishAsync(uuid, FinishDeed.UndefineSource), StringComparison.Ordinal);

        Assert.Null(await source.LeaveAsync(scene.Move(quickly: true), Step, 1));
        Assert.Null(await source.LeaveAsync(scene.Move(quickly: true), Step, 1));
        var end = await EndAsync(scene, 1);

        Assert.Null(end.Said);
        Assert.Equal("shut off persistent", At(await source.ReadAsync(uuid)));
        Assert.Equal("running persistent", At(await target.ReadAsync(uuid)));
        Assert.Equal(new Outcome.Moved(SourceDefinitionLeft: true), await JudgeAsync(scene));
        var cost = await target.StatisticsAsync(uuid);
        Assert.True(cost is { TotalMs: > 0, BytesTransferred: > 0, DowntimeMs: >= 0 }, $"{cost}");
        Assert.True(Assert.IsType<Hypervisor>((await source.SurveyAsync()).Reading).Moves.Single(move => move.Uuid == uuid).Autostart);

        Assert.Contains("its definition stays", await target.FinishAsync(uuid, FinishDeed.UndefineSource), StringComparison.Ordinal);
        Assert.Contains("nothing done", await source.FinishAsync(uuid, FinishDeed.ResumeSource), StringComparison.Ordinal);
        Assert.Null(await target.FinishAsync(uuid, FinishDeed.SetAutostartOnTarget));
        Assert.Equal("running persistent autostart", At(await target.ReadAsync(uuid)));
        Assert.Null(await source.FinishAsync(uuid, FinishDeed.UndefineSource, FinishDeed.ForgetMove));
        Assert.Null(await source.FinishAsync(uuid, FinishDeed.UndefineSource));
        Assert.Equal(new Outcome.Moved(SourceDefinitionLeft: false), await JudgeAsync(scene));
        Assert.DoesNotContain(Assert.IsType<Hypervisor>((await source.SurveyAsync()).Reading).Moves, move => move.Uuid == uuid);
    }

    [Fact]
    public async Task A_move_under_way_tells_how_far_it_is_may_be_given_a_longer_pause_and_is_called_off()
    {
        await using var scene = await OpenAsync("contract-2");
        var (source, target, uuid) = (scene.Source, scene.Target, scene.Uuid);
        Assert.False(await source.HasBegunAsync(7));
        Assert.Null(await source.LeaveAsync(scene.Move(quickly: false), Step, 8));
        Assert.True(await source.HasBegunAsync(8));

        var sight = await SeeAsync(scene, new MoveLook(uuid, 8), sight => Job(sight) is { MemoryProcessed: > 0 });
        Assert.True(Job(sight) is { MemoryTotal: > 0, MemoryRemaining: > 0, ElapsedMs: > 0, Iterations: >= 1 }, $"{Job(sight)}");
        Assert.True(await target.ReadAsync(uuid) is SideReading.Present { Persistent: false, Job: GuestJob.Other, QemuAlive: true } there && there.Condition.Is(GuestState.Paused, StateReason.Migrating));
        Assert.Equal(new Outcome.InFlight(), await JudgeAsync(scene));
        foreach (var deed in new[] { FinishDeed.DestroySourceHusk, FinishDeed.ResumeSource })
            Assert.Contains("nothing done", await source.FinishAsync(uuid, deed), StringComparison.Ordinal);

        Assert.True((await source.WatchAsync([new MoveLook(uuid, 8, new MoveAction.Allow(500))], 0)) is [{ Runs: true }]);
        if (scene.Former is { } former)
        {
            Assert.True(await former.WatchAsync([new MoveLook(uuid, 8, new MoveAction.CallOff("late"))], 0) is [{ IsTakenOver: true, Runs: false }]);
            Assert.True(await former.WatchAsync([new MoveLook(uuid, 8)], 0) is [{ IsTakenOver: false, Runs: true }]);
        }
        await source.WatchAsync([new MoveLook(uuid, 8, new MoveAction.CallOff("enough"))], 1);
        Assert.NotNull((await EndAsync(scene, 8)).Said);

        Assert.Equal("running persistent", At(await source.ReadAsync(uuid)));
        Assert.Equal(new SideReading.Absent(QemuAlive: false), await target.ReadAsync(uuid));
        Assert.Null(await target.StatisticsAsync(uuid));
        Assert.Null(await source.FinishAsync(uuid, FinishDeed.RestoreAutostartOnSource, FinishDeed.ForgetMove));
        Assert.Equal("running persistent autostart", At(await source.ReadAsync(uuid)));
    }

    [Fact]
    public virtual async Task A_paused_copy_that_a_lost_finish_left_is_destroyed_and_a_daemon_that_stands_still_says_nothing()
    {
        await using var scene = await OpenAsync("contract-3");
        var (source, target, uuid) = (scene.Source, scene.Target, scene.Uuid);
        Assert.Null(await source.LeaveAsync(scene.Move(quickly: false), Step, 1));
        await SeeAsync(scene, new MoveLook(uuid, 1), sight => Job(sight) is { MemoryProcessed: > 0 });

        await scene.FreezeTargetAsync();
        Assert.IsType<SideReading.NoAnswer>(await target.ReadAsync(uuid));
        Assert.IsType<Outcome.Hold>(await JudgeAsync(scene));
        await scene.HurryToFinishAsync();
        await scene.LoseFinishAsync();
        await IsAsync<Outcome.MovedSourceHusk>(scene);
        Assert.NotNull((await EndAsync(scene, 1)).Said);
        Assert.Null(await source.FinishAsync(uuid, FinishDeed.DestroySourceHusk));
        Assert.Equal("shut off persistent", At(await source.ReadAsync(uuid)));
        Assert.Contains("nothing done", await source.FinishAsync(uuid, FinishDeed.DestroySourceHusk), StringComparison.Ordinal);
        Assert.Contains("nothing done", await target.FinishAsync(uuid, FinishDeed.DestroySourceHusk), StringComparison.Ordinal);
        Assert.Equal(new Outcome.Moved(SourceDefinitionLeft: true), await JudgeAsync(scene));
    }

    [Fact]
    public async Task A_guest_that_stands_still_goes_on_at_home_when_its_move_is_called_off()
    {
        await using var scene = await OpenAsync("contract-4");
        var (source, uuid) = (scene.Source, scene.Uuid);
        Assert.Null(await source.LeaveAsync(scene.Move(quickly: false), Step, 1));
        await SeeAsync(scene, new MoveLook(uuid, 1), sight => Job(sight) is { MemoryProcessed: > 0 });
        await source.WatchAsync([new MoveLook(uuid, 1, new MoveAction.Suspend(TimeSpan.FromMinutes(1), "busy"))], 0);
        await SeeAsync(scene, new MoveLook(uuid, 1), sight => Job(sight) is not null && sight.Side is SideReading.Present there && there.Condition.Is(GuestState.Paused, StateReason.Migrating, StateReason.User));
        Assert.Equal(new Outcome.InFlight(), await JudgeAsync(scene));
        await source.WatchAsync([new MoveLook(uuid, 1, new MoveAction.CallOff("enough"))], 1);
        await EndAsync(scene, 1);

        Assert.Equal("running persistent", At(await source.ReadAsync(uuid)));
        Assert.Equal(new SideReading.Absent(QemuAlive: false), await scene.Target.ReadAsync(uuid));
    }

    [Fact]
    public virtual async Task A_post_copy_is_not_called_off_and_one_whose_way_was_cut_is_taken_up_again()
    {
        await using var scene = await OpenAsync("contract-5");
        var (source, target, uuid) = (scene.Source, scene.Target, scene.Uuid);
        var move = scene.Move(quickly: false, postCopy: true);
        Assert.Null(await source.LeaveAsync(move, Step, 1));
        await SeeAsync(scene, new MoveLook(uuid, 1), sight => Job(sight) is { MemoryProcessed: > 0 });
        await source.WatchAsync([new MoveLook(uuid, 1, new MoveAction.GoOnThere("busy"))], 0);
        await SeeAsync(scene, new MoveLook(uuid, 1), sight => sight.Side is SideReading.Present there && there.Condition.Is(GuestState.Paused, StateReason.PostCopy));
        await IsAsync<Outcome.InFlight>(scene);
        Assert.True(await target.ReadAsync(uuid) is SideReading.Present { Persistent: true, QemuAlive: true } runs && runs.Condition.Is(GuestState.Running, StateReason.PostCopy));
        await source.WatchAsync([new MoveLook(uuid, 1, new MoveAction.CallOff("enough"))], 0);
        Assert.Equal(new Outcome.InFlight(), await JudgeAsync(scene));
        Assert.Contains("nothing done", await source.FinishAsync(uuid, FinishDeed.ResumeSource), StringComparison.Ordinal);
        Assert.Contains(Assert.Single(Assert.IsType<ValueList<MigrationLink>>(await source.LinksAsync(uuid))).Mirrored, Assert.IsType<ValueList<MigrationLink>>(await target.LinksAsync(uuid)));

        await scene.CutAsync(true);
        await IsAsync<Outcome.PostCopyBroken>(scene);
        await scene.CutAsync(false);
        for (var (batch, outcome) = (2, await JudgeAsync(scene)); outcome is Outcome.PostCopyBroken; outcome = await JudgeAsync(scene))
        {
            Assert.True(batch < MostLooks);
            if (await MendAsync(scene) is PostCopyMend.TakeUpAgain && await source.TakeUpAgainAsync(move, Step, batch) is null) await SeeAsync(scene, new MoveLook(uuid, batch++), sight => !sight.Runs || !IsBroken(sight));
            await scene.WaitAsync();
        }
        await scene.HurryAsync();
        await IsAsync<Outcome.Moved>(scene);
        Assert.Equal(("shut off persistent", "running persistent"), (At(await source.ReadAsync(uuid)), At(await target.ReadAsync(uuid))));
    }

    private static bool IsBroken(MoveSight sight) => sight.Side is SideReading.Present there && there.Condition.Reason == StateReason.PostCopyFailed;

    private static async Task<PostCopyMend?> MendAsync(ContractScene scene)
    {
        var (source, target, uuid) = (scene.Source, scene.Target, scene.Uuid);
        if (await target.ReadAsync(uuid) is not SideReading.Present there || await source.ReadAsync(uuid) is not SideReading.Present here) return null;
        var mend = PostCopyMend.Next(here, there, await source.LinksAsync(uuid), await target.LinksAsync(uuid), null);
        if (mend is PostCopyMend.HangUp up) await (up.OnSource ? source : target).HangUpAsync(uuid, up.Link);
        return mend;
    }

    private static async Task IsAsync<T>(ContractScene scene)
    {
        for (var (outcome, looks) = (await JudgeAsync(scene), 1); outcome is not T; outcome = await JudgeAsync(scene), looks++)
        {
            Assert.True(looks < MostLooks, $"{outcome}");
            await scene.WaitAsync();
        }
    }

    private static async Task<MoveSight> EndAsync(ContractScene scene, int batch) => await SeeAsync(scene, new MoveLook(scene.Uuid, batch), sight => !sight.Runs);

    private static async Task<MoveSight> SeeAsync(ContractScene scene, MoveLook look, Func<MoveSight, bool> holds)
    {
        while (true)
        {
            var sights = await scene.Source.WatchAsync([look], 1);
            var sight = Assert.Single(sights ?? throw new InvalidOperationException("The source is lost."));
            if (holds(sight)) return sight;
            Assert.True(sight.Runs, $"it ended before: {sight}");
        }
    }

    private static async Task<Outcome> JudgeAsync(ContractScene scene)
    {
        var target = await scene.Target.ReadAsync(scene.Uuid);
        return Outcomes.Judge(await scene.Source.ReadAsync(scene.Uuid), target);
    }

    private static JobStatistics? Job(MoveSight sight) => ((sight.Side as SideReading.Present)?.Job as GuestJob.Migrating)?.Statistics;

    private static string At(SideReading side) => side is SideReading.Present { Job: GuestJob.None } at && at.QemuAlive == at.Condition.IsActive
        ? $"{at.Condition.Text.Split(" (")[0]}{(at.Persistent ? " persistent" : "")}{(at.Autostart ? " autostart" : "")}"
        : side.ToString();
}
