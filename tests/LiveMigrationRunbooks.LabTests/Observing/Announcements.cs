using System.Net.Sockets;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>
/// Hears what a NIC announces of itself to everybody on the controller's network: RARP, which QEMU sends in its name, and ARP about its own address,
/// which the guest sends when QEMU asks it to.
/// </summary>
internal sealed class Announcements : IDisposable
{
    private const int AllProtocols = 3;
    private const int Header = 14;
    private readonly Socket _socket = new(AddressFamily.Packet, SocketType.Raw, (ProtocolType)System.Net.IPAddress.HostToNetworkOrder((short)AllProtocols));
    private readonly List<string> _heard = [];
    private readonly byte[] _nic;
    private readonly Task _listening;

    public Announcements(string mac)
    {
        _nic = Convert.FromHexString(mac.Replace(":", "", StringComparison.Ordinal));
        _listening = Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>In their order: <c>rarp</c> and <c>arp</c>.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_heard) return [.. _heard];
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _listening.Wait();
    }

    private void Listen()
    {
        var frame = new byte[2048];
        try
        {
            while (_socket.Receive(frame) is var length)
                if (length >= 42 && Told(frame.AsSpan(0, length)) is { } told) lock (_heard) _heard.Add(told);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // To all, from the NIC: RARP's "reverse request", or ARP in which sender and target have one address.
    private string? Told(ReadOnlySpan<byte> frame)
    {
        if (!frame[6..12].SequenceEqual(_nic) || frame[..6].ContainsAnyExcept((byte)0xFF)) return null;
        return (frame[12], frame[13]) switch
        {
            (0x80, 0x35) => "rarp",
            (0x08, 0x06) when frame[(Header + 14)..(Header + 18)].SequenceEqual(frame[(Header + 24)..(Header + 28)]) => "arp",
            _ => null,
        };
    }
}
