using System.Net.NetworkInformation;
using System.Net.Sockets;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Watching;

/// <summary>Everybody who asks one guest, by what its runbook says; from this machine, and never through a host's session.</summary>
public static class Outsiders
{
    public const string Ping = "ping";
    public const string Tcp = "tcp";

    /// <param name="address">Where the guest is.</param>
    public static IReadOnlyDictionary<string, IOutsider> Begin(OutsideWatch watch, string address, TimeProvider time)
    {
        var every = TimeSpan.FromMilliseconds(watch.EveryMs);
        var asking = new Dictionary<string, IOutsider>(StringComparer.Ordinal);
        if (watch.Pings) asking[Ping] = new Asking(() => PingsAsync(address), every, time);
        if (watch.Port is { } port) asking[Tcp] = new Asking(() => ConnectsAsync(address, port, time), every, time);
        return asking;
    }

    /// <summary>Whether one ping is answered.</summary>
    public static async Task<bool> PingsAsync(string address)
    {
        try
        {
            using var ping = new Ping();
            return (await ping.SendPingAsync(address, Asking.Patience)).Status == IPStatus.Success;
        }
        catch (Exception problem) when (problem is PingException or SocketException)
        {
            // Where it may not be sent there is no answer to be had, now and then or ever; what counts is when answers come.
            return false;
        }
    }

    /// <summary>Whether one connection is taken. One that is refused is no answer, for whoever wants to be served.</summary>
    public static async Task<bool> ConnectsAsync(string address, int port, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Asking.Patience, time);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address, port, patience.Token);
            return true;
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
