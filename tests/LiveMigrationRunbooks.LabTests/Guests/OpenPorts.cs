using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>The ports of migrations, opened beforehand, so that a test of a move is about the move alone; closed again after the last of them.</summary>
public class OpenPorts : IAsyncLifetime, IDisposable
{
    private readonly string[] _hosts;
    private readonly Lmr _lmr;

    public OpenPorts()
        : this("kvm1", "kvm2")
    {
    }

    protected OpenPorts(params string[] hosts) =>
        (_hosts, _lmr) = (hosts, Lmr.Steps(string.Join(':', hosts), $"- firewall.ports: {{ ports: {Evacuation.Ports}, from: [\"198.51.100.0/24\"] }}"));

    public async Task InitializeAsync()
    {
        await Leftovers.RemoveAsync(_hosts);
        await _lmr.ApplyAsync();
    }

    public async Task DisposeAsync()
    {
        await Leftovers.RemoveAsync(_hosts);
        await _lmr.RollbackAsync();
    }

    public void Dispose()
    {
        _lmr.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same for all three hosts of <see cref="Lanes.Hosts"/>.</summary>
public sealed class OpenHostPorts() : OpenPorts("kvm1", "kvm2", "kvm3");

/// <summary>The same for <see cref="Lanes.Bare"/>.</summary>
public sealed class OpenBarePorts() : OpenPorts("kvm8", "kvm9");

/// <summary>The same for <see cref="Lanes.Waves"/>.</summary>
public sealed class OpenWavePorts() : OpenPorts("kvm14", "kvm15", "kvm16");
