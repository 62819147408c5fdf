using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>A network that swallows everything without a word: the worst way to lose a host.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class BlackHoleTests
{
    // Far beyond the 15 to 20 s after which ssh misses its own signs of life, so that it is they which tell, and not a time-out of ours.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task It_is_noticed_the_job_goes_on_and_the_host_gives_the_lock_back()
    {
        await using var session = new SshSession(watchdogStep: 5);
        await using var awake = new SshSession { Root = session.Root };
        using var wire = new Wire(LabHost.Target("kvm16").Address);
        var run = $"run-{Guid.NewGuid():N}";
        await using var host = Assert.IsType<Opened>(await session.Connector.OpenAsync(LabHost.Target("kvm16") with { Address = "127.0.0.1", Port = wire.Port }, default)).Connection;
        var folder = (await AskAsync(host, Command.Sh("mkdir -p \"$LMR_ROOT\"; mktemp -d \"$LMR_ROOT/test.XXXXXX\""))).Text.Trim();
        var job = new Job(run, 0, [new JobStep("slow", [Command.Sh("until [ -e $1/go ] || [ ! -d $1 ]; do sleep 0.1; done; echo done", folder)], [])]);
        var begun = Assert.IsType<Answered>(await host.SendAsync(Request.Of(Item("lock", HostClaim.TakeLock), Item("start", JobScripts.Start(job))), default));
        Assert.True(begun["lock"].Succeeded && begun["start"].Succeeded);

        wire.Freeze();
        var lost = Assert.IsType<ConnectionLost>(await host.SendAsync(Request.Of(Item("wait", JobScripts.Wait(run, 0, 20))), default));
        Assert.Equal("host.lost", lost.Problem.Reason);

        await using var next = Assert.IsType<Opened>(await awake.OpenAsync()).Connection;
        Assert.Equal(JobState.Running, JobReading.Read(await AskAsync(next, JobScripts.Read(run, 0)))?.State);
        await Eventually.HoldsAsync("the host gave the lock back", async () => (await AskAsync(next, HostClaim.TakeLock)).Succeeded);
        Assert.IsType<ConnectionLost>(await host.SendAsync(Request.Of(Item("late", Command.Of("true"))), default));

        await AskAsync(next, Command.Of("touch", $"{folder}/go"));
        await Eventually.HoldsAsync("the job ended", async () => JobReading.Read(await AskAsync(next, JobScripts.Wait(run, 0, 20)))?.State != JobState.Running);
        var read = JobReading.Read(await AskAsync(next, JobScripts.Read(run, 0)));
        Assert.Equal((JobState.Done, "done\n"), (read?.State, read?.Steps[0].Out));
    }

    /// <summary>The network is there and so is ssh, but the <c>lmr</c> behind it has stopped: the host lets go of it all the same.</summary>
    [Fact]
    public async Task A_session_whose_far_end_falls_silent_gives_the_lock_back()
    {
        // The beat comes every ten seconds; with so short a step three are missed before that, as if the far end were gone.
        await using var session = new SshSession(watchdogStep: 1.5);
        await using var awake = new SshSession { Root = session.Root };
        await using var other = Assert.IsType<Opened>(await awake.OpenAsync()).Connection;
        await using var silent = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        // While a request runs the far end counts as alive, so this one holds until the other has seen that the lock is taken.
        var takes = silent.SendAsync(Request.Of(Item("lock", HostClaim.TakeLock), Item("hold", Command.Sh("until [ -e $LMR_ROOT/seen ]; do sleep 0.1; done"))), default);
        await Eventually.HoldsAsync("the lock was taken", async () => (await AskAsync(other, HostClaim.ReadClaim)).Text.Contains("lock=held", StringComparison.Ordinal));
        Assert.False((await AskAsync(other, HostClaim.TakeLock)).Succeeded);
        await AskAsync(other, Command.Sh(": >$LMR_ROOT/seen"));
        Assert.True(Assert.IsType<Answered>(await takes)["lock"].Succeeded);

        await Eventually.HoldsAsync("the host gave the lock back", async () => (await AskAsync(other, HostClaim.TakeLock)).Succeeded);
        Assert.IsType<ConnectionLost>(await silent.SendAsync(Request.Of(Item("late", Command.Of("true"))), default));
    }

    private static async Task<CommandResult> AskAsync(IConnection host, Command command) =>
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(Item("it", command)), default))["it"];

    private static RequestItem Item(string id, Command command) => new(id, command, s_longest);
}
