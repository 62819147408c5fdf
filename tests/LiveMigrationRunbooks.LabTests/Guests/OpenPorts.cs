using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>The ports of migrations, opened beforehand, so that a test of a move is about the move alone; closed again at its end.</summary>
internal sealed class OpenPorts : IAsyncDisposable
{
    private readonly Lmr _lmr = Lmr.Steps("kvm1:kvm2", $"- firewall.ports: {{ ports: {Evacuation.Ports}, from: [\"198.51.100.0/24\"] }}");

    public static async Task<OpenPorts> OpenAsync()
    {
        await Leftovers.RemoveAsync();
        var ports = new OpenPorts();
        var ended = await ports._lmr.RunAsync("apply", "--yes");
        Assert.True(ended.ExitCode == 0, ended.All);
        return ports;
    }

    public async ValueTask DisposeAsync()
    {
        await Leftovers.RemoveAsync();
        await _lmr.RollbackAsync();
        _lmr.Dispose();
    }
}
