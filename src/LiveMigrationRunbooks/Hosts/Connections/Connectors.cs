namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>The ways to hosts that a run uses: over ssh, and to this machine itself.</summary>
public sealed record Connectors(IConnector Ssh, IConnector Local) : IDisposable
{
    public static Connectors Usual() => new(new OpenSshConnector(), new LocalConnector());

    public void Dispose()
    {
        (Ssh as IDisposable)?.Dispose();
        (Local as IDisposable)?.Dispose();
    }
}
