namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>How opening a session ended: <see cref="Opened"/> or <see cref="NotOpened"/>.</summary>
public abstract record Opening
{
    private protected Opening()
    {
    }
}

/// <summary>The session stands and the host has introduced itself. Whoever receives it disposes the connection.</summary>
public sealed record Opened(IConnection Connection, HostGreeting Greeting) : Opening;

public sealed record NotOpened(HostProblem Problem) : Opening;
