using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Forecasts;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>When a guest is on its way, in ms since the first move of its stage began.</summary>
/// <param name="Shares">How many moves share its busiest link on average, itself among them.</param>
public sealed record TimedMove(string Uuid, string Guest, string Wave, Band StartMs, Band EndMs, [property: JsonIgnore] double Shares = 1);

/// <summary>
/// When the guests of a stage leave, if each takes as long as its forecast says: the window's own decisions, played through with the shortest, the
/// likely and the longest times. What a run does between two moves of one host is not in it.
/// </summary>
/// <param name="LengthMs">Until the last guest has arrived, with the pauses between waves.</param>
/// <param name="BoundMs">No order of guests keeps these waves and limits and takes less: in each wave the longest move, or all that share a limit divided by it.</param>
public sealed record Timeline(ValueList<TimedMove> Moves, Band LengthMs, long BoundMs)
{
    /// <param name="moves">In the order in which they leave, with their forecasts.</param>
    /// <param name="soak">The pause after a wave, in ms.</param>
    /// <returns>Null where a forecast is missing, or nobody leaves.</returns>
    public static Timeline? Of(IReadOnlyList<GuestMove> moves, SlidingWindow window, Func<string, long> soak)
    {
        if (moves.Count == 0 || moves.Any(move => move.Forecast is null)) return null;
        var (low, likely, high) = (Play(move => move.Low), Play(move => move.Likely), Play(move => move.High));
        var timed = moves.Select((move, at) => new TimedMove(move.Uuid, move.Name, move.Wave, Between(each => each[at].Start), Between(each => each[at].End), SharesOf(at))).ToValueList();
        return new Timeline(timed, Between(each => each.Max(span => span.End)), Bound(moves, window, soak));

        Span[] Play(Func<Band, long> quantile) => Spans(moves, move => quantile(move.Forecast!.DurationMs), window, soak);

        // With shorter times somebody else may come first: the band is what the three have.
        Band Between(Func<Span[], long> of)
        {
            long[] all = [of(low), of(likely), of(high)];
            return new Band(all.Min(), all[1], all.Max());
        }

        double SharesOf(int at) => window.Shares(moves[at]).Select(share => Mean(likely[at], moves.Select((other, index) => (other, likely[index])).Where(each => window.Shares(each.other).Any(its => its.Of == share.Of)).Select(each => each.Item2))).Max();
    }

    private static Span[] Spans(IReadOnlyList<GuestMove> moves, Func<GuestMove, long> duration, SlidingWindow window, Func<string, long> soak)
    {
        var spans = new Dictionary<GuestMove, Span>(ReferenceEqualityComparer.Instance);
        var now = 0L;
        foreach (var wave in Waves(moves))
        {
            if (spans.Count > 0) now += soak(moves.Last(spans.ContainsKey).Wave);
            var open = wave.ToList();
            while (open.Count > 0)
            {
                var underWay = spans.Where(each => each.Value.End > now).Select(each => each.Key);
                foreach (var move in window.Begin(open, underWay, _ => false))
                {
                    spans[move] = new Span(now, now + Math.Max(1, duration(move)));
                    open.Remove(move);
                }
                now = open.Count > 0 ? spans.Values.Select(span => span.End).Where(end => end > now).Min() : spans.Values.Max(span => span.End);
            }
        }
        return [.. moves.Select(move => spans[move])];
    }

    private static long Bound(IReadOnlyList<GuestMove> moves, SlidingWindow window, Func<string, long> soak)
    {
        var waves = Waves(moves).ToList();
        return waves.Sum(OfWave) + waves.SkipLast(1).Sum(wave => soak(wave[0].Wave));

        long OfWave(List<GuestMove> wave)
        {
            var shared = wave.SelectMany(move => window.Shares(move).Select(share => (share.Of, share.Most, Time: Likely(move)))).GroupBy(share => share.Of, StringComparer.Ordinal);
            return Math.Max(wave.Max(Likely), shared.Max(group => group.Sum(share => share.Time) / group.First().Most));
        }

        static long Likely(GuestMove move) => move.Forecast!.DurationMs.Likely;
    }

    private static IEnumerable<List<GuestMove>> Waves(IReadOnlyList<GuestMove> moves)
    {
        var wave = new List<GuestMove>();
        foreach (var move in moves)
        {
            if (wave.Count > 0 && wave[0].Wave != move.Wave)
            {
                yield return wave;
                wave = [];
            }
            wave.Add(move);
        }
        yield return wave;
    }

    // How many of these are under way while the first is, on average.
    private static double Mean(Span of, IEnumerable<Span> all) =>
        all.Sum(other => Math.Max(0, Math.Min(of.End, other.End) - Math.Max(of.Start, other.Start))) / (double)(of.End - of.Start);

    private readonly record struct Span(long Start, long End);
}
