using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Whether a run may begin something new: nobody has asked it to stop, from its own terminal or from another one, and nobody holds it.
/// </summary>
internal sealed class WishWatch : IAsyncDisposable
{
    /// <summary>How long a run that is asked to stop stays with what is about to end.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private readonly IStoredRun _stored;
    private readonly RunRecord _record;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _leave = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _asked;
    private readonly Task _looking;
    private Task _leaving = Task.CompletedTask;
    private bool _held;

    public WishWatch(IStoredRun stored, RunRecord record, TimeProvider time, CancellationToken stop)
    {
        (_stored, _record, _time) = (stored, record, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _asked = _stop.Token.Register(() => _leaving = LeaveAsync());
        _looking = LookAsync();
    }

    /// <summary>Cancelled when nothing new is to be begun any more.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled when what goes on by itself is no longer waited for.</summary>
    public CancellationToken Leave => _leave.Token;

    /// <summary>What is asked of single moves.</summary>
    public Escalations? Escalations => _stored.Escalations;

    /// <summary>Whether it was asked from elsewhere to end.</summary>
    public bool WasCancelled { get; private set; }

    /// <summary>Asked right before something new is begun; waits for as long as the run is held.</summary>
    public async Task<bool> MayBeginAsync()
    {
        Look();
        while (_held && !_stop.IsCancellationRequested)
        {
            await Task.Delay(s_every, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            Look();
        }
        return !_stop.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        await _asked.DisposeAsync();
        await _end.CancelAsync();
        await _looking;
        await _leaving;
        _leave.Dispose();
        _end.Dispose();
        _stop.Dispose();
    }

    // Also while something long goes on: whoever cancels does not want to wait for the end of a soak.
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(s_every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token)) Look();
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await Task.Delay(Farewell, _time, _end.Token);
            await _leave.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // It was over before.
        }
    }

    private void Look()
    {
        lock (_end)
        {
            var wish = _stored.Wish;
            if (_held != (wish == RunWish.Hold))
            {
                _held = wish == RunWish.Hold;
                _record.Tell("", _held ? $"held: nothing new is begun until lmr runs release {_record.Run}" : "released: it goes on");
            }
            if (wish != RunWish.Cancel || WasCancelled || _stop.IsCancellationRequested) return;
            WasCancelled = true;
            _record.Tell("", "cancelled: nothing new is begun");
            _stop.Cancel();
        }
    }
}
