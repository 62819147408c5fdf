using System.Net;
using System.Net.Sockets;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>A way to a host's ssh over a port of this machine, until it is cut.</summary>
internal sealed class CutPath : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly Task _work;

    public CutPath(string address)
    {
        _listener.Start();
        _work = ServeAsync(address);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Ends every session over it, and refuses new ones.</summary>
    public void Cut()
    {
        _listener.Stop();
        lock (_open) _open.ForEach(each => each.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _work;
        _listener.Dispose();
    }

    private async Task ServeAsync(string address)
    {
        try
        {
            while (true)
            {
                var (near, far) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
                lock (_open) _open.AddRange([near, far]);
                await far.ConnectAsync(address, 22);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
    }

    // Whoever has said all closes, and the other end hears of it.
    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // Its other end is gone.
        }
    }
}
