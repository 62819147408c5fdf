using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <content>Hosts that guests are only sent to: several runs share them, and none changes them meanwhile.</content>
public abstract partial class HostClaimContract
{
    [Fact]
    public async Task Runs_reserve_beside_each_other_and_nobody_claims_the_host_meanwhile()
    {
        await using var first = await ConnectedAsync();
        await using var second = await ConnectedAsync();
        Assert.Null((await ReserveAsync(first, HostClaim.Reserve("run-1", "alpha", 1000))).Problem);
        var both = (await ReserveAsync(second, HostClaim.Reserve("run-2", "beta", 500))).Reading;
        Assert.Equal([("run-1", 1000L, true, "alpha"), ("run-2", 500L, true, "beta")], both.Reservations.Select(each => (each.RunId, each.Kib, each.Alive, each.Controller)));

        var (_, problem) = await ClaimAsync(second, HostClaim.TakeClaim("run-3", "gamma"));
        Assert.Equal("claim.reserved", problem?.Reason);
        Assert.Contains("run-1, run-2", problem?.What, StringComparison.Ordinal);

        await RunAsync(first, HostClaim.FreeReservation("run-1", EpochOf(both, "run-1")));
        Assert.Null((await ClaimAsync(second, HostClaim.TakeClaim("run-2", "beta"))).Problem);
        Assert.Empty(ClaimReading.Read(await RunAsync(first, HostClaim.ReadClaim)).Reservations);
        Assert.Equal("claim.held", (await ReserveAsync(first, HostClaim.Reserve("run-1", "alpha", 1))).Problem?.Reason);
    }

    [Fact]
    public async Task A_reservation_lives_as_long_as_its_session_and_only_a_dead_one_is_ended_by_others()
    {
        await using var other = await ConnectedAsync();
        await using (var gone = await ConnectedAsync())
        {
            await ReserveAsync(gone, HostClaim.Reserve(_run, "alpha", 1000));
            Assert.Equal("job.alive", (await ReserveAsync(other, HostClaim.Reserve(_run, "beta", 1))).Problem?.Reason);
            Assert.Equal(74, (await RunAsync(other, HostClaim.BuryReservation(_run))).ExitCode);
        }

        var left = Assert.Single((await EventuallyDeadAsync(other)).Reservations);
        Assert.Equal((_run, 1000L), (left.RunId, left.Kib));
        Assert.Equal("claim.reserved", (await ClaimAsync(other, HostClaim.TakeClaim("run-2", "beta"))).Problem?.Reason);
        Assert.Empty(ClaimReading.Read(await RunAsync(other, HostClaim.BuryReservation(_run))).Reservations);
        Assert.Null((await ClaimAsync(other, HostClaim.TakeClaim("run-2", "beta"))).Problem);
    }

    [Fact]
    public async Task Whoever_was_taken_over_is_kept_out_by_the_fence_on_claims_and_reservations()
    {
        await using var host = await ConnectedAsync();
        Assert.Equal(76, (await RunAsync(host, HostClaim.Fence(_run, 0))).ExitCode);
        var before = EpochOf((await ReserveAsync(host, HostClaim.Reserve(_run, "alpha", 1))).Reading, _run);
        Assert.Equal(0, (await RunAsync(host, HostClaim.Fence(_run, before))).ExitCode);
        await RunAsync(host, HostClaim.FreeReservation(_run, before));
        var after = EpochOf((await ReserveAsync(host, HostClaim.Reserve(_run, "beta", 2))).Reading, _run);
        Assert.Equal((76, 0), ((await RunAsync(host, HostClaim.Fence(_run, before))).ExitCode, (await RunAsync(host, HostClaim.Fence(_run, after))).ExitCode));
        Assert.Equal("claim.epoch", (await ReserveAsync(host, HostClaim.Reserve(_run, "alpha", 9, before))).Problem?.Reason);
        Assert.Equal(76, (await RunAsync(host, HostClaim.FreeReservation(_run, before))).ExitCode);

        // Its own reservation becomes part of the claim.
        var claimed = (await ClaimAsync(host, HostClaim.TakeClaim(_run, "beta"))).Reading;
        Assert.Empty(claimed.Reservations);
        var epoch = claimed.Claim?.Epoch ?? 0;
        Assert.Equal(0, (await RunAsync(host, HostClaim.Fence(_run, epoch))).ExitCode);
        await ClaimAsync(host, HostClaim.ForceEpoch(_run, "gamma"));
        Assert.Equal(76, (await RunAsync(host, HostClaim.Fence(_run, epoch))).ExitCode);
        Assert.Equal("", (await RunAsync(host, HostClaim.Fence(_run, epoch + 1))).ErrorText);
    }

    [Fact]
    public async Task A_claim_says_since_when_and_an_armed_guard_is_named()
    {
        await using var host = await ConnectedAsync();
        var taken = (await ClaimAsync(host, HostClaim.TakeClaim(_run, "alpha"))).Reading;
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", taken.Claim?.Since);
        Assert.Null(taken.Guard);
        await RunAsync(host, Command.Sh("ln -s run-1/2 \"$LMR_ROOT/armed\""));
        var held = ClaimReading.Read(await RunAsync(host, HostClaim.HoldClaim(_run, 1)));
        Assert.Equal(("run-1/2", taken.Claim?.Since), (held.Guard, held.Claim?.Since));
    }

    private static int EpochOf(ClaimReading reading, string run) => reading.Reservations.First(each => each.RunId == run).Epoch;

    // A session that is closed ends when its shell has seen it.
    private static async Task<ClaimReading> EventuallyDeadAsync(IConnection host)
    {
        while (true)
        {
            var reading = ClaimReading.Read(await RunAsync(host, HostClaim.ReadClaim));
            if (reading.Reservations.All(each => !each.Alive)) return reading;
            await Task.Delay(50);
        }
    }

    private static async Task<(ClaimReading Reading, HostProblem? Problem)> ReserveAsync(IConnection host, Command reserve)
    {
        var answer = Assert.IsType<Answered>(await host.SendAsync(Request.Of(
            new RequestItem("life", HostClaim.ShowLife, s_patience) { Required = true }, new RequestItem("reserve", reserve, s_patience)), default));
        return (ClaimReading.Read(answer["reserve"]), ClaimReading.Problem(host.Host, answer["reserve"]));
    }
}
