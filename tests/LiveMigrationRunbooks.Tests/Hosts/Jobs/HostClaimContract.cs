using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>One run at a time on a host, whatever becomes of the controllers.</summary>
public abstract partial class HostClaimContract
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly string _run = $"run-{Guid.NewGuid():N}";

    protected abstract Task<Opening> OpenAsync();

    [Fact]
    public async Task A_free_host_is_claimed_and_released()
    {
        await using var host = await ConnectedAsync();
        var (taken, problem) = await ClaimAsync(host, HostClaim.TakeClaim(_run, "controller"));
        Assert.Null(problem);
        Assert.Equal((_run, ClaimState.Open, "controller", 1), (taken.Claim?.RunId, taken.Claim?.State, taken.Claim?.Controller, taken.Claim?.Epoch));
        Assert.True(taken.LockHeld);
        Assert.Null((await ClaimAsync(host, HostClaim.TakeClaim(_run, "controller", epoch: 1))).Problem);
        Assert.Equal(ClaimState.Done, (await ClaimAsync(host, HostClaim.ReleaseClaim(_run, 1))).Reading.Claim?.State);
        Assert.Equal(2, (await ClaimAsync(host, HostClaim.TakeClaim("run-2", "controller"))).Reading.Claim?.Epoch);
    }

    [Fact]
    public async Task Another_run_is_refused_and_told_whose_the_host_is()
    {
        await using (var first = await ConnectedAsync())
        {
            await ClaimAsync(first, HostClaim.TakeClaim(_run, "alpha"));
            await using var rival = await ConnectedAsync();
            Assert.Equal("lock.held", (await ClaimAsync(rival, HostClaim.TakeClaim("run-2", "beta"))).Problem?.Reason);
        }

        await using var second = await ConnectedAsync();
        var (reading, problem) = await ClaimAsync(second, HostClaim.TakeClaim("run-2", "beta"));
        Assert.Equal("claim.held", problem?.Reason);
        Assert.Contains(_run, problem?.What, StringComparison.Ordinal);
        Assert.Equal((_run, "alpha"), (reading.Claim?.RunId, reading.Claim?.Controller));
    }

    [Fact]
    public async Task A_run_taken_over_shuts_its_old_controller_out()
    {
        await using var host = await ConnectedAsync();
        await ClaimAsync(host, HostClaim.TakeClaim(_run, "alpha"));
        Assert.Equal(2, (await ClaimAsync(host, HostClaim.ForceEpoch(_run, "beta"))).Reading.Claim?.Epoch);
        Assert.Equal("claim.epoch", (await ClaimAsync(host, HostClaim.TakeClaim(_run, "alpha", epoch: 1))).Problem?.Reason);
        Assert.Equal("claim.epoch", (await ClaimAsync(host, HostClaim.ReleaseClaim(_run, 1))).Problem?.Reason);
        var job = new Job(_run, 0, [new JobStep("any", [Command.Of("true")], [])]);
        Assert.Equal(JobScripts.StaleEpoch, (await RunAsync(host, JobScripts.Start(job, epoch: 1))).ExitCode);
        Assert.Equal("started\n", (await RunAsync(host, JobScripts.Start(job, epoch: 2))).Text);
        await RunAsync(host, JobScripts.Wait(_run, 0, 10));
    }

    [Fact]
    public async Task A_run_whose_job_lives_is_not_taken_over()
    {
        await using var host = await ConnectedAsync();
        await ClaimAsync(host, HostClaim.TakeClaim(_run, "alpha"));
        var end = (await RunAsync(host, Command.Sh("mktemp -u \"$LMR_ROOT/end.XXXXXX\""))).Text.Trim();
        await RunAsync(host, JobScripts.Start(new Job(_run, 0, [new JobStep("slow", [Command.Sh("until [ -e $1 ] || [ ! -d ${1%/*} ]; do sleep 0.1; done", end)], [])]), epoch: 1));
        var (reading, problem) = await ClaimAsync(host, HostClaim.ForceEpoch(_run, "beta"));
        Assert.Equal(("job.alive", true), (problem?.Reason, reading.JobsAlive));
        await RunAsync(host, Command.Of("touch", end));
        while (JobReading.Read(await RunAsync(host, JobScripts.Wait(_run, 0, 10)))?.State == JobState.Running) await Task.Delay(100);
        Assert.Null((await ClaimAsync(host, HostClaim.ForceEpoch(_run, "beta"))).Problem);
    }

    [Fact]
    public async Task A_claim_cannot_be_taken_without_the_lock()
    {
        await using var host = await ConnectedAsync();
        Assert.Equal(77, (await RunAsync(host, HostClaim.TakeClaim(_run, "alpha"))).ExitCode);
        Assert.Null(ClaimReading.Read(await RunAsync(host, HostClaim.ReadClaim)).Claim);
    }

    private async Task<IConnection> ConnectedAsync() => Assert.IsType<Opened>(await OpenAsync()).Connection;

    private static async Task<CommandResult> RunAsync(IConnection host, Command command) =>
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(new RequestItem("it", command, s_patience)), default))["it"];

    private static async Task<(ClaimReading Reading, HostProblem? Problem)> ClaimAsync(IConnection host, Command claim)
    {
        var answer = Assert.IsType<Answered>(await host.SendAsync(Request.Of(
            new RequestItem("lock", HostClaim.TakeLock, s_patience) { Required = true },
            new RequestItem("claim", claim, s_patience)), default));
        return (ClaimReading.Read(answer["claim"]), ClaimReading.Problem(host.Host, answer["lock"], answer["claim"]));
    }
}
