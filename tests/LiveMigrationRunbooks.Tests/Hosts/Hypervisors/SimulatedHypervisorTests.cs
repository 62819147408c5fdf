using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;
using LiveMigrationRunbooks.Tests.Runs;

namespace LiveMigrationRunbooks.Tests.Hosts.Hypervisors;

/// <summary>The contract on the simulation.</summary>
public sealed class SimulatedHypervisorTests : HypervisorContract
{
    private protected override Task<ContractScene> OpenAsync(string guest) => Task.FromResult<ContractScene>(new Scene(guest));

    private sealed class Scene : ContractScene
    {
        private const string GuestId = "4f1f5d0e-0000-5000-8000-000000000001";
        private readonly SkippingTime _time = new();
        private readonly SimulatedCluster _cluster;

        public Scene(string guest) : base(guest, GuestId, "kvm1", "kvm2", "198.51.100.12")
        {
            _cluster = new SimulatedCluster(_time, new SimulatedTerms(200 << 20));
            _cluster.Start(new SimulatedGuest(GuestId, guest, 128 << 20, 24 << 20, 8 << 20), "kvm1");
            Source = _cluster.Of("kvm1");
            Target = _cluster.Of("kvm2");
        }

        public override IHypervisor Source { get; }

        public override IHypervisor Target { get; }

        public override Task FreezeTargetAsync()
        {
            _cluster.FreezeDaemon("kvm2");
            return Task.CompletedTask;
        }

        public override async Task HurryToFinishAsync()
        {
            _cluster.Hurry(GuestId);
            while (!_cluster.WaitsForStart(GuestId)) await WaitAsync();
        }

        public override Task LoseFinishAsync()
        {
            _cluster.KillDaemon("kvm1");
            _cluster.ThawDaemon("kvm2");
            return Task.CompletedTask;
        }

        public override Task HurryAsync()
        {
            _cluster.Hurry(GuestId);
            return Task.CompletedTask;
        }

        public override Task CutAsync(bool isCut)
        {
            _cluster.Cut(isCut);
            return Task.CompletedTask;
        }

        public override Task WaitAsync() => Task.Delay(TimeSpan.FromMilliseconds(100), _time);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
