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
    /// <param name="postCopy">Whether it may end so; what follows the guest then does so slowly.</param>
    public GuestMove Move(bool quickly, bool postCopy = false)
    {
        var way = new MoveWay($"qemu+ssh://{target}/system", $"tcp://{address}", Tls: false, Connections: null, Compression: null, AutoConverge: false, quickly ? 1024 : 1, []) { PostCopy = postCopy ? PostCopyUse.WhenStalled : PostCopyUse.Never, PostCopyMibPerSecond = postCopy ? 1 : null };
        return new GuestMove(1, uuid, guest, source, target, address, target, 1 << 17, Autostart: true, Persistent: true, MigrationCommand.For(uuid, way), []);
    }

    public abstract Task FreezeTargetAsync();

    /// <summary>All memory is there, and the source waits for the target to start the guest.</summary>
    public abstract Task HurryToFinishAsync();

    /// <summary>The target's daemon goes on and starts the guest, and that of the source dies before it hears of it.</summary>
    public abstract Task LoseFinishAsync();

    /// <summary>Takes the limit from what goes on.</summary>
    public abstract Task HurryAsync();

    /// <summary>The way that memory takes; where it is cut, a kernel gives a connection up soon over which nothing comes back.</summary>
    public abstract Task CutAsync(bool isCut);

    /// <summary>A moment, on the clock of the hosts.</summary>
    public abstract Task WaitAsync();

    public abstract ValueTask DisposeAsync();
}
