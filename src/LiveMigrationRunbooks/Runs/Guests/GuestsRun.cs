using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>The guests of a stage leave, wave after wave. Between two waves stand a pause, a budget, and a look at whether all who are still to come have room.</summary>
/// <param name="moves">Makes what carries out the deeds of one guest.</param>
internal sealed class GuestsRun(Plan plan, int play, Func<MovesNow, MoveLoop> moves, WaveRoom room, RunRecord record, WindowWatch window, WishWatch wish, Func<int, bool> isWithinBudget)
{
    /// <returns>Whether the run may go on.</returns>
    public async Task<bool> DoAsync(ValueList<Deed> deeds, CancellationToken stop)
    {
        string? last = null;
        foreach (var wave in GuestDeeds.ByWave(deeds))
        {
            if (!await wish.MayBeginAsync()) return false;
            if (last is not null && wave[^1].Wave != last && !await BetweenAsync(last, stop)) return false;
            var now = new MovesNow();
            if (!await new WaveRun(Evacuation?.Window ?? new SlidingWindow(new MoveCaps(), ValueMap<int>.Empty), () => moves(now), MayFail, now, record, window, wish).DoAsync(wave, stop)) return false;
            if (wave.Any(guest => guest.Begins)) last = wave[^1].Wave;
        }
        return !stop.IsCancellationRequested;
    }

    private PlanEvacuation? Evacuation => plan.Plays[play].Evacuation;

    // A wave is a question to the next one: where it did not go well, the next is not begun.
    private async Task<bool> BetweenAsync(string wave, CancellationToken stop)
    {
        if (Evacuation?.MaxFailed is null && !isWithinBudget(play)) return false;
        var soak = Evacuation?.Waves.FirstOrDefault(each => each.Name == wave)?.SoakSeconds ?? 0;
        await window.SoakAsync(TimeSpan.FromSeconds(soak), $"wave {wave} is done: ", stop);
        if (stop.IsCancellationRequested || window.HasEnded()) return false;
        return await room.IsThereAsync(play);
    }

    // Without a word about guests a wave goes on, as one guest that stays says nothing of the others.
    private bool MayFail()
    {
        if (Evacuation?.MaxFailed is not { } most) return true;
        var failed = record.Results.Where(result => result is { Deed: MoveDeed or HookDeed or ReadyDeed, End: DeedEnd.Failed } && result.Deed.Play == play).Select(result => result.Deed.Guest).Distinct().Count();
        if (failed <= most) return true;
        record.Tell("", $"{failed} guests have not left, or do not serve, and {most} may (evacuate.max_failed): no more are begun");
        return false;
    }
}
