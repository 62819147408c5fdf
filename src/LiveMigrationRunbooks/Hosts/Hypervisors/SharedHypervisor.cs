using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors;

/// <summary>
/// The guests of a host of which several move at once. A session answers one request after the other: so all who watch are answered by the same
/// one, and it waits on the host only while nobody else has a question for it.
/// </summary>
public sealed class SharedHypervisor(IHypervisor host, TimeProvider time) : IHypervisor
{
    // Whoever was told of its move comes back at once, or has ended.
    private static readonly TimeSpan s_back = TimeSpan.FromMilliseconds(50);

    // A question is often followed by the next; the moves are looked at meanwhile without that anybody has to wait for them.
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_aside = TimeSpan.FromMilliseconds(250);

    private readonly Lock _turn = new();
    private List<Watcher> _waiting = [];
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _looking;
    private int _asking;
    private long? _asked;

    public Task<SideReading> ReadAsync(string uuid) => AskAsync(() => host.ReadAsync(uuid));

    public Task<HostSurvey> SurveyAsync() => AskAsync(host.SurveyAsync);

    public Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions) => AskAsync(() => host.AnswerAsync(questions));

    public Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies) => AskAsync(() => host.MakeDisksAsync(uuid, copies));

    public Task<string?> KeepDisksAsync(string uuid) => AskAsync(() => host.KeepDisksAsync(uuid));

    public Task<string?> LeaveAsync(GuestMove move, string step, int batch) => AskAsync(() => host.LeaveAsync(move, step, batch));

    public Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch) => AskAsync(() => host.TakeUpAgainAsync(move, step, batch));

    public Task<ValueList<MigrationLink>?> LinksAsync(string uuid) => AskAsync(() => host.LinksAsync(uuid));

    public Task<string?> HangUpAsync(string uuid, MigrationLink link) => AskAsync(() => host.HangUpAsync(uuid, link));

    public Task<bool> HasBegunAsync(int batch) => AskAsync(() => host.HasBegunAsync(batch));

    public Task<string?> StopAsync(GuestStop guest, string step, int batch) => AskAsync(() => host.StopAsync(guest, step, batch));

    public Task<bool?> IsSavedAsync(string uuid) => AskAsync(() => host.IsSavedAsync(uuid));

    public Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds)
    {
        var all = deeds.ToArray();
        return AskAsync(() => host.FinishAsync(uuid, all));
    }

    public Task<ValueList<string>> AddressesAsync(string uuid) => AskAsync(() => host.AddressesAsync(uuid));

    public Task<bool> AgentAnswersAsync(string uuid) => AskAsync(() => host.AgentAnswersAsync(uuid));

    public Task<ClockSetting> SetClockAsync(string uuid) => AskAsync(() => host.SetClockAsync(uuid));

    public Task<MigrationStatistics?> StatisticsAsync(string uuid) => AskAsync(() => host.StatisticsAsync(uuid));

    public Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> looks, int seconds)
    {
        var watcher = new Watcher(looks, seconds);
        lock (_turn)
        {
            _waiting.Add(watcher);
            _came.TrySetResult();
            if (!_looking) (_looking, _) = (true, LookAsync());
        }
        return watcher.Told.Task;
    }

    // Whoever came first has all others asked about too, for as long as somebody waits.
    private async Task LookAsync()
    {
        await Task.Yield();
        while (Next() is { Count: > 0 } all)
        {
            var expected = await TellAsync(all);
            if (IsBusy) await Task.Delay(s_aside, time);
            else await BackAsync(expected);
        }
    }

    private List<Watcher> Next()
    {
        lock (_turn)
        {
            var all = _waiting;
            _looking = all.Count > 0;
            (_waiting, _came) = ([], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return all;
        }
    }

    private async Task BackAsync(int expected)
    {
        var late = Task.Delay(s_back, time);
        for (var more = More(); more is not null && await Task.WhenAny(more, late) != late; more = More())
        {
        }

        // Null where all are back.
        Task? More()
        {
            lock (_turn)
            {
                if (_waiting.Count >= expected) return null;
                if (_came.Task.IsCompleted) _came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _came.Task;
            }
        }
    }

    // How many are to be asked about next: those who came meanwhile, and those whose move goes on and who come back with what they want to be done.
    private async Task<int> TellAsync(List<Watcher> all)
    {
        try
        {
            var sights = await host.WatchAsync([.. all.SelectMany(watcher => watcher.Looks)], IsBusy ? 0 : all.Min(watcher => watcher.Seconds));
            var (at, expected) = (0, Came + (sights?.Count(sight => sight.Runs) ?? 0));
            foreach (var watcher in all)
            {
                watcher.Told.SetResult(sights is { } seen ? [.. seen.Skip(at).Take(watcher.Looks.Count)] : null);
                at += watcher.Looks.Count;
            }
            return expected;
        }
        catch (Exception problem)
        {
            foreach (var watcher in all) watcher.Told.TrySetException(problem);
            return 0;
        }
    }

    private int Came
    {
        get
        {
            lock (_turn) return _waiting.Count;
        }
    }

    private bool IsBusy
    {
        get
        {
            lock (_turn) return _asking > 0 || (_asked is { } asked && time.GetElapsedTime(asked) < s_busy);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        lock (_turn) _asking++;
        try
        {
            return await ask();
        }
        finally
        {
            lock (_turn)
            {
                _asking--;
                // A guest that is alone asks before and after, and is waited for.
                if (_looking) _asked = time.GetTimestamp();
            }
        }
    }

    private sealed record Watcher(ValueList<MoveLook> Looks, int Seconds)
    {
        public TaskCompletionSource<ValueList<MoveSight>?> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
