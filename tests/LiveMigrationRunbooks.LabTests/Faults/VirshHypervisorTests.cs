using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.LabTests.Contracts;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Hosts.Hypervisors;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>The contract of a hypervisor on real hosts.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.OtherFaults)]
public sealed class VirshHypervisorTests(SecondPair hosts) : HypervisorContract, IClassFixture<SecondPair>
{
    private protected override async Task<ContractScene> OpenAsync(string guest)
    {
        var (pair, there) = await hosts.ReadyAsync();
        var scene = new Scene(pair, there, guest);
        await scene.OpenAsync();
        return scene;
    }

    // On real hosts both take minutes, and their moments are hard to hit on a busy machine.
    [Fact]
    [Trait("Category", Campaign.Name)]
    public override Task A_paused_copy_that_a_lost_finish_left_is_destroyed_and_a_daemon_that_stands_still_says_nothing() =>
        base.A_paused_copy_that_a_lost_finish_left_is_destroyed_and_a_daemon_that_stands_still_says_nothing();

    [Fact]
    [Trait("Category", Campaign.Name)]
    public override Task A_post_copy_is_not_called_off_and_one_whose_way_was_cut_is_taken_up_again() =>
        base.A_post_copy_is_not_called_off_and_one_whose_way_was_cut_is_taken_up_again();

    private sealed class Scene(FaultPair pair, Guest guest, string run) : ContractScene(guest.Name, guest.Uuid, pair.Source.Name, pair.Target.Name, pair.TargetAddress)
    {
        private readonly SshSession _here = new(pair.Source.Name);
        private readonly SshSession _there = new(pair.Target.Name);
        private readonly List<IConnection> _open = [];

        public override IHypervisor Source => new VirshHypervisor(Session(0), Run);

        public override IHypervisor Target => new VirshHypervisor(Session(1), Run);

        public override IHypervisor Former => new VirshHypervisor(Session(0, epoch: 0), Run);

        private string Run => run;

        public async Task OpenAsync()
        {
            foreach (var session in new[] { _here, _there })
            {
                var opened = Assert.IsType<Opened>(await session.OpenAsync());
                _open.Add(opened.Connection);
                var taken = await SendAsync(opened.Connection, Request.Of(
                    new RequestItem("lock", HostClaim.TakeLock, TimeSpan.FromSeconds(30)) { Required = true }, new RequestItem("claim", HostClaim.TakeClaim(Run, "the lab's tests"), TimeSpan.FromSeconds(30))));
                Assert.Equal(1, ClaimReading.Read((taken ?? throw new InvalidOperationException("lost"))["claim"]).Claim?.Epoch);
            }
        }

        public override Task FreezeTargetAsync() => FaultPair.FreezeDaemonAsync(pair.Target);

        public override async Task HurryToFinishAsync()
        {
            await pair.HurryAsync(guest);
            await Eventually.HoldsAsync("all memory is there, and the target is told to start it", async () => await pair.IsInPhaseAsync(guest, "perform3_done") && await pair.HasWordAsync());
        }

        public override Task LoseFinishAsync() => pair.LoseFinishAsync(() => Eventually.HoldsAsync("the target has started it", async () => (await pair.StateAsync(pair.Target, guest)).StartsWith("running", StringComparison.Ordinal)));

        public override Task HurryAsync() => pair.HurryAsync(guest);

        public override async Task CutAsync(bool isCut)
        {
            await pair.GiveUpSoonAsync(isCut);
            await pair.LinkAsync(up: !isCut);
        }

        public override Task WaitAsync() => Task.Delay(200);

        public override async ValueTask DisposeAsync()
        {
            await pair.MendAsync();
            foreach (var open in _open) await open.DisposeAsync();
            await _here.DisposeAsync();
            await _there.DisposeAsync();
        }

        private HypervisorSession Session(int which, int epoch = 1) => new(request => SendAsync(_open[which], request), () => "lost", () => epoch);

        private static async Task<IReadOnlyDictionary<string, CommandResult>?> SendAsync(IConnection connection, Request request) => (await connection.SendAsync(request, default) as Answered)?.Results;
    }
}
