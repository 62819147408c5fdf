using System.Diagnostics;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>A network that swallows everything without a word: the worst way to lose a host.</summary>
[Trait("Category", "Lab")]
public sealed class BlackHoleTests
{
    [Fact]
    public async Task It_is_noticed_in_time_the_job_goes_on_and_the_lock_comes_back()
    {
        await using var session = new SshSession(watchdogStep: 4);
        using var wire = new Wire(LabHost.Target("kvm1").Address);
        var run = $"run-{Guid.NewGuid():N}";
        var host = Assert.IsType<Opened>(await session.Connector.OpenAsync(LabHost.Target("kvm1") with { Address = "127.0.0.1", Port = wire.Port }, default)).Connection;
        var job = new Job(run, 0, [new JobStep("slow", [Command.Sh("sleep 8; echo done")], [])]);
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(Item("lock", HostClaim.TakeLock), Item("start", JobScripts.Start(job))), default));

        wire.Freeze();
        var watch = Stopwatch.StartNew();
        var lost = Assert.IsType<ConnectionLost>(await host.SendAsync(Request.Of(Item("wait", JobScripts.Wait(run, 0, 20))), default));
        Assert.Equal("host.lost", lost.Problem.Reason);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(22));
        await host.DisposeAsync();

        await using var next = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        var read = Assert.IsType<Answered>(await next.SendAsync(Request.Of(Item("wait", JobScripts.Wait(run, 0, 15)), Item("lock", HostClaim.TakeLock)), default));
        Assert.Equal((JobState.Done, "done\n"), (JobReading.Read(read["wait"])?.State, JobReading.Read(read["wait"])?.Steps[0].Out));
        Assert.True(read["lock"].Succeeded);
    }

    private static RequestItem Item(string id, Command command) => new(id, command, TimeSpan.FromSeconds(25));
}
