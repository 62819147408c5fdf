using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>How a guest wrote to its memory at this hour before.</summary>
/// <param name="Hour">Which hour that is, for people.</param>
/// <param name="Looks">One for each time that it was sampled, oldest first; each with its windows and their age.</param>
public sealed record GuestHistory(string Hour, ValueList<ValueList<DirtySample>> Looks)
{
    // A guest that has run for a day since may have come to use more.
    private const long SameMemorySeconds = 24 * 3600;

    /// <summary>Since the last time.</summary>
    public long AgeSeconds => Looks.Min(look => look.Min(sample => sample.AgeSeconds ?? 0));

    /// <summary>
    /// Readings whose guests have their history in them, wherever it was kept: a guest that moved here was sampled there. This hour of the week counts
    /// before the same hour of other days.
    /// </summary>
    public static ValueMap<HypervisorReading> Recall(IReadOnlyDictionary<string, HypervisorReading> readings, DateTimeOffset now)
    {
        var (hour, at) = (HourOfWeek.Of(now), now.ToUnixTimeSeconds());
        // What is dated later than now was written by a clock that went wrong.
        var known = readings.Values.OfType<Hypervisor>().SelectMany(host => host.Samplings).Where(sampling => sampling.At <= at)
            .OrderBy(sampling => sampling.At).ToLookup(sampling => sampling.Uuid, StringComparer.Ordinal);
        return readings.Select(reading => KeyValuePair.Create(reading.Key, reading.Value is Hypervisor host ? host with { Guests = [.. host.Guests.Select(With)] } : reading.Value)).ToValueMap();

        GuestReading With(GuestReading guest)
        {
            var all = known[guest.Uuid].ToList();
            if (all.Count == 0) return guest;
            var memory = guest.Memory ?? new GuestMemory(null, null, null, []);
            var touched = at - all[^1].At < SameMemorySeconds ? all[^1].TouchedKib : null;
            return guest with { Memory = memory with { History = Of(all, hour, at), TouchedKib = memory.TouchedKib ?? touched } };
        }
    }

    private static GuestHistory? Of(List<GuestSampling> all, HourOfWeek hour, long now)
    {
        var same = all.FindAll(sampling => sampling.Hour == hour);
        var (name, looks) = same.Count > 0 ? ($"{hour}", same) : ($"{hour.OfDay} of other days", all.FindAll(sampling => sampling.Hour.Hour == hour.Hour));
        return looks.Count == 0 ? null : new GuestHistory(name, [.. looks.Select(look => look.Windows.Select(window => window with { AgeSeconds = now - look.At }).ToValueList())]);
    }
}
