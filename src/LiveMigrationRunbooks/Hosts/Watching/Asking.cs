using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Watching;

/// <summary>Asks one question again and again, each on its own: one that hangs keeps no later one from being answered first.</summary>
internal sealed class Asking : IOutsider
{
    // A first packet of TCP is sent again after a second; by then a later question has told more.
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);
    private readonly CancellationTokenSource _stop = new();
    private readonly Answers _answers;
    private readonly Func<Task<bool>> _question;
    private readonly Task _asking;
    private volatile string? _why;

    public Asking(Func<Task<bool>> question, TimeSpan every, TimeProvider time)
    {
        (_question, _answers) = (question, new Answers(time));
        _asking = AskAsync(every, time);
    }

    public TimeSpan? LastAnswer => _answers.Last;

    public TimeSpan Now => _answers.Now;

    public async Task<(Outage? Outage, string? Why)> EndAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        return _why is { } why && _answers.Last is null ? (null, why) : (_answers.Outage(), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(TimeSpan every, TimeProvider time)
    {
        var open = new List<Task>();
        using var timer = new PeriodicTimer(every, time);
        try
        {
            do
            {
                open.RemoveAll(task => task.IsCompleted);
                open.Add(OnceAsync());
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task OnceAsync()
    {
        _answers.Ask();
        try
        {
            if (await _question()) _answers.Answer();
        }
        catch (PlatformNotSupportedException problem)
        {
            _why = problem.Message;
        }
    }
}
