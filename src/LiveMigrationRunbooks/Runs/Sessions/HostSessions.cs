using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Sessions;

/// <summary>One session with each host of a run, opened once and kept to the end. A host that cannot be reached is here too, with its trouble.</summary>
public sealed class HostSessions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostGreeting> _greetings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostTrouble> _troubles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<Opening>>> _openers = new(StringComparer.Ordinal);
    private readonly Connectors _connectors;

    private readonly PatientConnector _patient;

    private HostSessions(int forks, Action<string, string>? tell, Connectors connectors) =>
        (Forks, _connectors, _patient) = (forks, connectors, new PatientConnector(connectors.Ssh, tell ?? ((_, _) => { }), TimeProvider.System));

    /// <summary>How many hosts are worked on at the same time.</summary>
    public int Forks { get; }

    /// <param name="tell">Hears of every host that is tried again: its name and a sentence.</param>
    /// <param name="connectors">How hosts are reached; OpenSSH and this machine where left out. They end with the sessions.</param>
    public static async Task<HostSessions> OpenAsync(
        Inventory inventory, IReadOnlyList<InventoryHost> hosts, int forks, CancellationToken cancellationToken, Action<string, string>? tell = null, Connectors? connectors = null)
    {
        var sessions = new HostSessions(forks, tell, connectors ?? Connectors.Usual());
        await sessions.EachAsync(hosts, host => sessions.OpenAsync(inventory, host, cancellationToken), cancellationToken);
        return sessions;
    }

    public HostTrouble? Trouble(string host) => _troubles.GetValueOrDefault(host) ?? (_greetings.ContainsKey(host) ? null : new HostTrouble("host.not_asked", $"{host} is none of the hosts of this plan.", "Nothing is to be done."));

    public HostGreeting Greeting(string host) => _greetings[host];

    /// <summary>Sends one script; null where the host is lost, and from then on it stays lost.</summary>
    public async Task<IReadOnlyDictionary<string, CommandResult>?> SendAsync(string host, Request request, CancellationToken cancellationToken)
    {
        if (_troubles.ContainsKey(host)) return null;
        switch (await _connections[host].SendAsync(request, cancellationToken))
        {
            case Answered answered:
                return answered.Results;
            case ConnectionLost lost:
                _troubles[host] = Of(lost.Problem);
                return null;
            default:
                throw new InvalidOperationException("An answer is one of two.");
        }
    }

    /// <summary>Opens one more session beside the one that is kept, however that one fares; null where the host does not let us in.</summary>
    public async Task<IConnection?> FreshAsync(string host, CancellationToken cancellationToken) =>
        await _openers[host](cancellationToken) is Opened opened ? opened.Connection : null;

    /// <summary>Goes on with a fresh session instead of the one that was kept; a host that was lost is not lost any more.</summary>
    public async Task ReplaceAsync(string host, IConnection fresh)
    {
        var old = _connections.GetValueOrDefault(host);
        _connections[host] = fresh;
        _troubles.TryRemove(host, out _);
        if (old is not null) await old.DisposeAsync();
    }

    /// <summary>Does the same on several hosts side by side.</summary>
    public Task EachAsync<T>(IEnumerable<T> hosts, Func<T, Task> act, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        hosts, new ParallelOptions { MaxDegreeOfParallelism = Forks, CancellationToken = cancellationToken }, async (host, _) => await act(host));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values) await connection.DisposeAsync();
        _connectors.Dispose();
    }

    public static HostTrouble Of(HostProblem problem) => new(problem.Reason, problem.What, problem.Remedy);

    private async Task OpenAsync(Inventory inventory, InventoryHost host, CancellationToken cancellationToken)
    {
        var settings = HostTarget.Of(inventory, host);
        var connector = settings.IsLocal ? _connectors.Local : _patient;
        var once = settings.IsLocal ? _connectors.Local : _connectors.Ssh;
        _openers[host.Name] = cancel => once.OpenAsync(settings.Target, cancel);
        switch (await connector.OpenAsync(settings.Target, cancellationToken))
        {
            case Opened { Greeting.MissingTools: { Count: > 0 } missing } opened:
                _troubles[host.Name] = Of(HostTools.Problem(host.Name, missing));
                await opened.Connection.DisposeAsync();
                break;
            case Opened opened:
                _greetings[host.Name] = opened.Greeting;
                _connections[host.Name] = opened.Connection;
                break;
            case NotOpened closed:
                _troubles[host.Name] = Of(closed.Problem);
                break;
        }
    }
}
