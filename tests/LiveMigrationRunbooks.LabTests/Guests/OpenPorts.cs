using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>The ports of migrations, opened beforehand, so that a test of a move is about the move alone; closed again after the last of them.</summary>
public sealed class OpenPorts : IAsyncLifetime, IDisposable
{
    private readonly Lmr _lmr = Lmr.Steps("kvm1:kvm2", $"- firewall.ports: {{ ports: {Evacuation.Ports}, from: [\"198.51.100.0/24\"] }}");

    public async Task InitializeAsync()
    {
        await Leftovers.RemoveAsync("kvm1", "kvm2");
        await _lmr.ApplyAsync();
    }

    public async Task DisposeAsync()
    {
        await Leftovers.RemoveAsync("kvm1", "kvm2");
        await _lmr.RollbackAsync();
    }

    public void Dispose() => _lmr.Dispose();
}
