using System.Threading.Channels;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Lets the guests of one wave leave side by side, as many as the window has room for. Whoever has arrived is settled while the next is on its way.
/// A guest that is held, or of which nobody knows where it is, ends the beginning; what is under way comes to its end.
/// </summary>
/// <param name="loop">Makes what carries out the deeds of one guest.</param>
/// <param name="mayFail">Asked after each guest: whether as many may have failed as have.</param>
internal sealed class WaveRun(SlidingWindow limits, Func<MoveLoop> loop, Func<bool> mayFail, MovesNow now, RunRecord record, WindowWatch window, WishWatch wish)
{
    // One reader, who alone decides; guests only say what became of them.
    private readonly Channel<(GuestDeeds Guest, bool Ended)> _news = Channel.CreateUnbounded<(GuestDeeds, bool)>();
    private readonly List<GuestDeeds> _open = [];
    private readonly List<GuestDeeds> _underWay = [];
    private readonly List<Task> _guests = [];
    private bool _halted;

    /// <returns>Whether the next wave may begin.</returns>
    public async Task<bool> DoAsync(ValueList<GuestDeeds> wave, CancellationToken stop)
    {
        _open.AddRange(wave);
        var left = 0;
        while (true)
        {
            while (!_halted && Next() is { } guest)
            {
                // While somebody holds the run, or in the moment of asking, another guest may have ended otherwise than it should.
                if (!await wish.MayBeginAsync() || (guest.Begins && window.HasEnded())) _halted = true;
                while (_news.Reader.TryRead(out var early)) left -= Hear(early);
                if (_halted) break;
                _open.Remove(guest);
                Begin(guest);
                _guests.Add(GuestAsync(guest, stop));
                left++;
            }
            if (left == 0) break;
            left -= Hear(await _news.Reader.ReadAsync(CancellationToken.None));
        }
        await Task.WhenAll(_guests);
        return !_halted && !stop.IsCancellationRequested;
    }

    // Of those that go down one at a time does: their host writes their memory, or waits for them.
    private GuestDeeds? Next()
    {
        if (_open.Find(guest => !guest.Begins) is { } begun) return begun;
        if (_open.Find(guest => guest.Move is null && _underWay.Count == 0) is { } down) return down;
        var fits = limits.Begin(_open.Select(guest => guest.Move).OfType<GuestMove>(), _underWay.Select(guest => guest.Move).OfType<GuestMove>(), now.IsStarting);
        return fits.Count == 0 ? null : _open.Find(guest => guest.Move == fits[0]);
    }

    private void Begin(GuestDeeds guest)
    {
        // What is only to be settled takes part of nothing.
        if (guest is { Begins: false, Moves: false }) return;
        _underWay.Add(guest);
        if (guest.Move is { } move) now.Begin(move, seen: !guest.Begins);
    }

    // 1 where a guest has come to its end, 0 where it has only left.
    private int Hear((GuestDeeds Guest, bool Ended) news)
    {
        if (_underWay.Remove(news.Guest) && news.Guest.Move is { } move) now.End(move);
        if (!news.Ended) return 0;
        _halted |= news.Guest.Deeds.Any(deed => record.Of(deed)?.End is DeedEnd.Held or DeedEnd.UnderWay || !record.IsEnded(deed)) || !mayFail();
        return 1;
    }

    private async Task GuestAsync(GuestDeeds guest, CancellationToken stop)
    {
        try
        {
            var deeds = loop();
            foreach (var (number, deed) in guest.Deeds.Index())
            {
                if (number > 0 && !await wish.MayBeginAsync()) return;
                await deeds.DoAsync(deed, stop);
                if (record.Of(deed)?.End is DeedEnd.Held or DeedEnd.UnderWay) return;
                if (deed is MoveDeed) _news.Writer.TryWrite((guest, Ended: false));
            }
        }
        finally
        {
            _news.Writer.TryWrite((guest, Ended: true));
        }
    }
}
