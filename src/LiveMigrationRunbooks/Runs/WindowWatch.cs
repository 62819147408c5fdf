using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Looks at the clock before anything new is begun. What is under way is ended; only beginnings need an open window.</summary>
internal sealed class WindowWatch(PlanWindow? window, RunRecord record, TimeProvider time)
{
    private bool _over;

    /// <summary>Whether something was not begun because the window had ended.</summary>
    public bool StoppedSomething { get; private set; }

    /// <summary>Asked only by whoever is about to begin something.</summary>
    public bool HasEnded()
    {
        if (window is null || !(_over || window.HasEnded(time.GetUtcNow()))) return false;
        if (!StoppedSomething) record.Tell("", $"the window has ended ({window.Zone}): nothing new is begun");
        return StoppedSomething = true;
    }

    /// <summary>Waits before something more is begun. Where the window will be over by then there is nothing to wait for, and nothing more is begun.</summary>
    public async Task SoakAsync(TimeSpan soak, string after, CancellationToken stop)
    {
        if (soak <= TimeSpan.Zero) return;
        _over = window?.HasEnded(time.GetUtcNow() + soak) ?? false;
        if (_over) return;
        record.Tell("", $"{after}soaking for {Quantity.Text(soak)}");
        await Task.Delay(soak, time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
