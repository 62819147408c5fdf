using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

public sealed class LocalConnectionTests : ConnectionContract, IDisposable
{
    private readonly LocalSession _session = new();

    public void Dispose() => _session.Dispose();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}
