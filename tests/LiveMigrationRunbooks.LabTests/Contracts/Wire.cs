using System.Net;
using System.Net.Sockets;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>A wire to a host's ssh port that a test can freeze: both ends stay connected and nothing passes any more.</summary>
public sealed class Wire : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _frozen;

    public Wire(string address)
    {
        _listener.Start();
        _ = AcceptAsync(address);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Freeze() => _frozen = true;

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
        _closing.Dispose();
    }

    private async Task AcceptAsync(string address)
    {
        using var near = await _listener.AcceptTcpClientAsync(_closing.Token);
        using var far = new TcpClient();
        await far.ConnectAsync(address, 22, _closing.Token);
        await Task.WhenAll(PassAsync(near.GetStream(), far.GetStream()), PassAsync(far.GetStream(), near.GetStream()));
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _closing.Token)) > 0)
        {
            if (!_frozen) await to.WriteAsync(buffer.AsMemory(0, count), _closing.Token);
        }

        if (!_frozen) to.Socket.Shutdown(SocketShutdown.Send);
        else await Task.Delay(Timeout.Infinite, _closing.Token);
    }
}
