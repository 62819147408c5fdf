using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>Days on which a window stays closed, both ends included.</summary>
public sealed record Blackout(DateOnly From, DateOnly To, string? Reason);

/// <summary>Whether a window is open at an instant, and when that changes.</summary>
/// <param name="Until">The next change; null where there is none within <see cref="Window.Horizon"/>.</param>
/// <param name="Because">The blackout that keeps it closed; null where it is open, or just not opened.</param>
public sealed record WindowState(bool IsOpen, DateTimeOffset? Until, Blackout? Because);

/// <summary>When a runbook may change hosts. Pure: an instant in, open or closed out; the clock is somebody else's.</summary>
public sealed record Window(TimeZoneInfo Zone, ValueList<WindowRule> Allow, ValueList<Blackout> Blackouts)
{
    /// <summary>How far ahead it looks; a year and a month finds every day of the week behind every blackout that people write.</summary>
    public static TimeSpan Horizon { get; } = TimeSpan.FromDays(400);

    public WindowState At(DateTimeOffset now)
    {
        var spans = OpenSpans(now);
        if (spans.Find(span => span.From <= now && now < span.To) is { To: var end } && end > now)
            return new WindowState(true, end >= now + Horizon ? null : Local(end), null);
        var next = spans.Find(span => span.From > now);
        return new WindowState(false, next.To == default ? null : Local(next.From), Blackouts.FirstOrDefault(blackout => SpanOf(blackout) is var closed && closed.From <= now && now < closed.To));
    }

    // Sorted, without overlaps, touching ones joined: open until is the end of all of it.
    private List<(DateTimeOffset From, DateTimeOffset To)> OpenSpans(DateTimeOffset now)
    {
        var spans = Joined(Allow.Count == 0 ? [(now - WindowRule.Longest, now + Horizon)] : Openings(now));
        foreach (var closed in Blackouts.Select(SpanOf)) spans = [.. spans.SelectMany(span => Without(span, closed))];
        return spans;
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Openings(DateTimeOffset now)
    {
        // The day before reaches over: a span of a week that began then may still be open here.
        var first = DayOf(now - WindowRule.Longest).AddDays(-1);
        for (var (day, last) = (first, DayOf(now + Horizon)); day <= last; day = day.AddDays(1))
        {
            foreach (var rule in Allow.Where(rule => rule.Days.Contains(day.DayOfWeek)))
            {
                var from = Instant(day, rule.At);
                yield return (from, from + rule.Length);
            }
        }
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Joined(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        var joined = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (joined.Count > 0 && span.From <= joined[^1].To) joined[^1] = (joined[^1].From, span.To > joined[^1].To ? span.To : joined[^1].To);
            else joined.Add(span);
        }
        return joined;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Without((DateTimeOffset From, DateTimeOffset To) span, (DateTimeOffset From, DateTimeOffset To) closed)
    {
        if (closed.To <= span.From || closed.From >= span.To)
        {
            yield return span;
            yield break;
        }
        if (span.From < closed.From) yield return (span.From, closed.From);
        if (closed.To < span.To) yield return (closed.To, span.To);
    }

    private (DateTimeOffset From, DateTimeOffset To) SpanOf(Blackout blackout) => (Instant(blackout.From, TimeOnly.MinValue), Instant(blackout.To.AddDays(1), TimeOnly.MinValue));

    private DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    // As calendars do it (RFC 5545, 3.3.5): a time that the clock skips is read by the offset before the gap, one that it shows twice is the
    // first of the two.
    private DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        var offset = Zone.IsInvalidTime(local) ? Zone.GetUtcOffset(local.AddDays(-1))
            : Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max()
            : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
