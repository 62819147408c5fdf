using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>A session with a shell behind a process, whether that is ssh or a shell on this machine.</summary>
internal sealed class ShellConnection : IConnection
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);
    // A greeting of the login, and what commands write past their files; a host that goes on is not listened to until the deadline.
    private const long MostNoise = 16 << 20;
    private static readonly byte[] Beat = "lmr_beat\n"u8.ToArray();

    private readonly ShellProcess _process;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private HostProblem? _lost;
    private Task _beating = Task.CompletedTask;

    private ShellConnection(string host, ShellProcess process, TimeProvider time)
    {
        (Host, _process, _time) = (host, process, time);
    }

    public string Host { get; }

    /// <summary>Sends the prelude and waits for the greeting, at most for <paramref name="patience"/>. Ends the process where that fails.</summary>
    public static async Task<Opening> OpenAsync(
        string host, ShellProcess process, SessionTerms terms, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new ShellConnection(host, process, time);
        var greeting = Request.Of(new RequestItem("greeting", Command.Of("greet"), patience));
        try
        {
            var answer = await connection.AskAsync(
                greeting, nonce => Prelude.Render(terms, nonce[..8], nonce), patience, opening: true, cancellationToken);
            if (answer is ConnectionLost lost) return await connection.CloseAsync(lost.Problem);
            var result = ((Answered)answer)["greeting"];
            if (!result.Succeeded) return await connection.CloseAsync(HostProblems.NoRoom(host, result.Text.Trim()));
            var read = HostGreeting.Read(result.Text);
            if (read.MissingTools.Count > 0) return await connection.CloseAsync(HostTools.Problem(host, read.MissingTools));
            connection._beating = connection.BeatAsync();
            return new Opened(connection, read);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<Answer> SendAsync(Request request, CancellationToken cancellationToken) =>
        AskAsync(request, nonce => RequestScript.Render(request, nonce), request.LongestRun + Margin, opening: false, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _beating;
        _lost ??= HostProblems.Closed(Host);
        await _process.DisposeAsync();
        _closing.Dispose();
        _turn.Dispose();
    }

    private async Task<Opening> CloseAsync(HostProblem problem)
    {
        await DisposeAsync();
        return new NotOpened(problem);
    }

    private async Task<Answer> AskAsync(
        Request request, Func<string, string> render, TimeSpan patience, bool opening, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_lost is not null) return new ConnectionLost(_lost);
            var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
            var reader = new AnswerReader(request, nonce);
            using var deadline = new CancellationTokenSource(patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                // Reading while writing: a host that babbles before it has read everything must not block both sides.
                var writing = WriteAsync(Encoding.UTF8.GetBytes(render(nonce)), either.Token);
                var complete = await ReadAsync(reader, either.Token);
                if (complete) await writing;
                if (complete && !reader.Missing.Any()) return new Answered(reader.Results);
                if (reader.Noise > MostNoise) return await LoseAsync(() => Task.FromResult(HostProblems.Babbles(Host, reader.Noise)));
                return await LoseAsync(async () => complete
                    ? HostProblems.CutShort(Host, reader.Missing.First(), reader.ShellCode)
                    : await ExplainAsync(opening));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return await LoseAsync(() => Task.FromResult(HostProblems.Timeout(Host, patience, opening)));
            }
            catch (OperationCanceledException)
            {
                await LoseAsync(() => Task.FromResult(HostProblems.Closed(Host)));
                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A host that hung up is explained by its end of file, so a broken pipe here says nothing more.</summary>
    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _process.Input.WriteAsync(bytes, cancellationToken);
            await _process.Input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
        }
    }

    private async Task<bool> ReadAsync(AnswerReader reader, CancellationToken cancellationToken)
    {
        while (!reader.Ended)
        {
            var count = await _process.Output.ReadAsync(_buffer, cancellationToken);
            if (count == 0) return false;
            reader.Read(_buffer.AsSpan(0, count));
            if (reader.Noise > MostNoise) return false;
        }

        return true;
    }

    private async Task<HostProblem> ExplainAsync(bool opening)
    {
        var (exit, error) = await _process.EndAsync(TimeSpan.FromSeconds(2));
        return HostProblems.Explain(Host, exit, error, opening);
    }

    private async Task<Answer> LoseAsync(Func<Task<HostProblem>> explain)
    {
        _lost = await explain();
        _process.Kill();
        return new ConnectionLost(_lost);
    }

    /// <summary>Tells the session's watchdog that this end lives. A request in flight is a sign of life by itself.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(BeatEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                if (!await _turn.WaitAsync(TimeSpan.Zero)) continue;
                try
                {
                    if (_lost is null) await WriteAsync(Beat, _closing.Token);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }
}
