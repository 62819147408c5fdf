using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Tests.Hosts.Hypervisors;

/// <summary>Two hosts and a guest on the first of them, and what can befall them.</summary>
internal abstract class ContractScene(string guest, string uuid, string source, string target, string address) : IAsyncDisposable
{
    public string Uuid => uuid;

    public abstract IHypervisor Source { get; }

    public abstract IHypervisor Target { get; }

    /// <summary>The source in the hands of a controller that was taken over; null where nobody can be.</summary>
    public virtual IHypervisor? Former => null;

    /// <summary>Slowly enough to be looked at on any machine, or as fast as it goes.</summary>
    public GuestMove Move(bool quickly)
    {
        var way = new MoveWay($"qemu+ssh://{target}/system", $"tcp://{address}", Tls: false, Connections: null, Compression: null, AutoConverge: false, quickly ? 1024 : 1, []);
        return new GuestMove(1, uuid, guest, source, target, address, target, 1 << 17, Autostart: true, Persistent: true, MigrationCommand.For(uuid, way), []);
    }

    public abstract Task FreezeTargetAsync();

    public abstract Task ThawTargetAsync();

    /// <summary>All memory is there, and the source waits for the target to start the guest.</summary>
    public abstract Task HurryToFinishAsync();

    public abstract Task KillSourceDaemonAsync();

    /// <summary>A moment, on the clock of the hosts.</summary>
    public abstract Task WaitAsync();

    public abstract ValueTask DisposeAsync();
}
