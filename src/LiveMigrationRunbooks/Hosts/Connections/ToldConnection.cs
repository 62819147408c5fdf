using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Tells what is asked of a host and what it answers, for whoever looks for a fault; never what goes in on standard input.</summary>
public sealed class ToldConnection(IConnection inner, Action<string, WireLine> tell, TimeProvider time) : IConnection
{
    public string Host => inner.Host;

    public async Task<Answer> SendAsync(Request request, CancellationToken cancellationToken)
    {
        foreach (var line in WireText.Asked(request)) tell(Host, line);
        var began = time.GetTimestamp();
        var answer = await inner.SendAsync(request, cancellationToken);
        foreach (var line in WireText.Answered(request, answer, time.GetElapsedTime(began))) tell(Host, line);
        return answer;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Opens sessions that tell what goes through them.</summary>
public sealed class ToldConnector(IConnector inner, Action<string, WireLine> tell, TimeProvider time) : IConnector, IDisposable
{
    public async Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var opening = await inner.OpenAsync(target, cancellationToken);
        var took = $"{time.GetElapsedTime(began).TotalMilliseconds:0} ms";
        tell(target.Alias, new WireLine(1, opening switch
        {
            Opened { Greeting: var greeting } => $"session as {greeting.User}{(greeting.SudoUsed ? ", root by sudo" : "")} {took}",
            NotOpened { Problem: var problem } => $"no session after {took}: {problem.What}  [{problem.Reason}]",
            _ => took,
        }));
        return opening is Opened opened ? opened with { Connection = new ToldConnection(opened.Connection, tell, time) } : opening;
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();
}
