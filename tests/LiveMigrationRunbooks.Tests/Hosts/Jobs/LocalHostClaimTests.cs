using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Tests.Hosts.Connections;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

public sealed class LocalHostClaimTests : HostClaimContract, IDisposable
{
    private readonly LocalSession _session = new();

    public void Dispose() => _session.Dispose();

    protected override Task<Opening> OpenAsync() => _session.OpenAsync();
}
