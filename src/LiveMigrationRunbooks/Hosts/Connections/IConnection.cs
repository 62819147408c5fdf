using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>One open session on one host, for the whole run. Requests are answered one after the other.</summary>
public interface IConnection : IAsyncDisposable
{
    /// <summary>The host's name in the inventory.</summary>
    string Host { get; }

    /// <summary>
    /// Sends a request as exactly one script and waits for its answer, never longer than its time-outs and a margin.
    /// Cancelling ends the connection; what the host has begun goes on or is cut by its time-out.
    /// </summary>
    Task<Answer> SendAsync(Request request, CancellationToken cancellationToken);
}
