using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>A pair with open ports; as it was made afterwards. libvirt bears with a silent peer for its own half a minute: less, and a slow machine comes too late.</summary>
public abstract class FaultHosts : IAsyncLifetime, IDisposable
{
    private readonly Lmr _ports;

    private protected FaultHosts(string source, string target)
    {
        Pair = new FaultPair(source, target);
        _ports = Lmr.Steps($"{source}:{target}", Pair.Ports);
    }

    internal FaultPair Pair { get; }

    public async Task InitializeAsync()
    {
        await Pair.MendAsync();
        await _ports.ApplyAsync();
    }

    public async Task DisposeAsync()
    {
        await Pair.MendAsync();
        await _ports.RollbackAsync();
    }

    public void Dispose()
    {
        _ports.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class FirstPair() : FaultHosts("kvm10", "kvm11");

public sealed class SecondPair() : FaultHosts("kvm12", "kvm13");
