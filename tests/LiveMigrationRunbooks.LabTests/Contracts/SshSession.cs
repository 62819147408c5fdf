using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>Sessions over real ssh, with a state folder on the host that is removed when the test is over.</summary>
public sealed class SshSession(string host = "kvm16", string user = "root", double watchdogStep = 15) : IAsyncDisposable
{
    private OpenSshConnector? _connector;

    /// <summary>The state folder; sessions that name the same one meet.</summary>
    public string Root { get; init; } = $"/var/lib/lmr-test-{Guid.NewGuid():N}";

    public OpenSshConnector Connector => _connector ??=
        new OpenSshConnector(new SessionTerms(Root, "/bin/sh", TimeSpan.FromSeconds(watchdogStep)));

    public Task<Opening> OpenAsync() => Connector.OpenAsync(LabHost.Target(host, user), default);

    public async ValueTask DisposeAsync()
    {
        if (await OpenAsync() is Opened opened)
        {
            await opened.Connection.SendAsync(Request.Of(new RequestItem("clean", Command.Of("rm", "-rf", Root), TimeSpan.FromMinutes(5))), default);
            await opened.Connection.DisposeAsync();
        }

        Connector.Dispose();
    }
}
