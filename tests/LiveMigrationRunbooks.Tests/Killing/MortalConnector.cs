using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>Connections whose process can be killed before a request is sent, and after the host has done what it asks.</summary>
public sealed class MortalConnector(IConnector connector, Effects effects) : IConnector, IDisposable
{
    public async Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        var opening = await connector.OpenAsync(target, cancellationToken);
        return opening is Opened opened ? new Opened(new MortalConnection(opened.Connection, effects), opened.Greeting) : opening;
    }

    public void Dispose() => (connector as IDisposable)?.Dispose();

    private sealed class MortalConnection : IConnection
    {
        private readonly IConnection _connection;
        private readonly Effects _effects;
        private Task? _gone;

        public MortalConnection(IConnection connection, Effects effects)
        {
            (_connection, _effects) = (connection, effects);
            effects.AtDeath(() => _ = GoAsync());
        }

        public string Host => _connection.Host;

        public async Task<Answer> SendAsync(Request request, CancellationToken cancellationToken)
        {
            var kind = string.Join('+', request.Items.Select(item => KindOf(item.Id)).Distinct());
            _effects.Point($"before send {kind}");
            try
            {
                return await _connection.SendAsync(request, cancellationToken);
            }
            finally
            {
                _effects.Point($"after send {kind}");
            }
        }

        public async ValueTask DisposeAsync() => await GoAsync();

        private Task GoAsync()
        {
            lock (_effects) return _gone ??= _connection.DisposeAsync().AsTask();
        }

        // What a step asks has its own id in front.
        private static string KindOf(string item) => item.StartsWith("job#", StringComparison.Ordinal) ? "job" : item.Contains('#', StringComparison.Ordinal) ? "probe" : item;
    }
}
