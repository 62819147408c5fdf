using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>A kept connection to a QEMU monitor (QMP), for one question only.</summary>
internal sealed class Monitor : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private Monitor(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
        _writer = new StreamWriter(_stream) { AutoFlush = true, NewLine = "\n" };
    }

    public static async Task<Monitor> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var monitor = new Monitor(socket);
        await monitor.LineAsync(cancellationToken);
        await monitor.AskAsync("qmp_capabilities", cancellationToken);
        return monitor;
    }

    public async Task<bool?> IsRunningAsync(CancellationToken cancellationToken) =>
        (await AskAsync("query-status", cancellationToken))["return"]?["running"]?.GetValue<bool>();

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private async Task<JsonNode> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _writer.WriteAsync($"{{\"execute\":\"{command}\"}}\n".AsMemory(), cancellationToken);
        while (true)
        {
            // Events come between answers.
            var line = await LineAsync(cancellationToken);
            if (line["event"] is null) return line;
        }
    }

    private async Task<JsonNode> LineAsync(CancellationToken cancellationToken) =>
        JsonNode.Parse(await _reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The monitor was closed.")) ?? throw new IOException("The monitor said nothing.");
}
