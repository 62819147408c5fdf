using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans;

/// <summary>Deeds of one host that go together: ordinary ones as one job, those that may cut the path to the host under one timer.</summary>
/// <param name="GuardSeconds">The timer; null for an ordinary batch.</param>
/// <param name="Earlier">
/// Changes of batches before this one that its timer takes back too: they called an operation of it, and had no effect before that.
/// </param>
public sealed record HostBatch(ValueList<Deed> Deeds, int? GuardSeconds, ValueList<ChangeDeed> Earlier)
{
    /// <summary>Whether the running system is changed before anything is kept for the next start, so that the path is tried in between.</summary>
    public bool HasRuntime => Deeds.OfType<ChangeDeed>().Any(deed => deed.Change.Runtime.Count > 0);

    /// <summary>Whether something is kept, loaded anew or run after the running system was changed.</summary>
    public bool HasRest => Deeds.Any(deed => deed is OperationDeed || deed is ChangeDeed { Change: { Persist.Count: > 0 } or { Runtime.Count: 0 } });

    /// <summary>
    /// Parts the changes and operations of a host in one stage, in their order. Changes with a timer that follow each other share one, the
    /// longest of theirs; operations come last, with the changes before them where they can.
    /// </summary>
    public static ValueList<HostBatch> Of(ValueList<Deed> deeds)
    {
        var batches = new List<HostBatch>();
        foreach (var deed in deeds.Where(deed => deed is not OperationDeed))
        {
            var seconds = GuardOf(deed);
            if (batches.Count > 0 && batches[^1] is var last && last.GuardSeconds is null == seconds is null)
                batches[^1] = last with { Deeds = [.. last.Deeds, deed], GuardSeconds = Longest(last.GuardSeconds, seconds) };
            else batches.Add(new HostBatch([deed], seconds, []));
        }
        ValueList<OperationDeed> operations = [.. deeds.OfType<OperationDeed>()];
        if (operations.Count == 0) return [.. batches];
        var guard = SecondsOf(operations);
        // An ordinary operation that comes after changes under a timer is part of what their timer takes back.
        if (batches.Count > 0 && batches[^1] is var end && (end.GuardSeconds is not null || guard is null))
            batches[^1] = end with { Deeds = [.. end.Deeds, .. operations], GuardSeconds = Longest(end.GuardSeconds, guard) };
        else batches.Add(new HostBatch([.. operations], guard, []));
        if (batches[^1].GuardSeconds is not null)
            batches[^1] = batches[^1] with { Earlier = [.. batches.SkipLast(1).SelectMany(batch => batch.Deeds).OfType<ChangeDeed>().Where(change => operations.Any(each => GuardOf(each) is not null && change.Notifies.Contains(each.Step.Name)))] };
        return [.. batches];
    }

    /// <summary>The longest of the deeds' timers; null where none has one.</summary>
    public static int? SecondsOf(IEnumerable<Deed> deeds) => deeds.Select(GuardOf).Aggregate((int?)null, Longest);

    private static int? GuardOf(Deed deed) => deed switch
    {
        ChangeDeed change => change.Change.Guard?.Seconds,
        OperationDeed operation => operation.Operation.Guard?.Seconds,
        _ => null,
    };

    private static int? Longest(int? one, int? other) => one is { } first && other is { } second ? Math.Max(first, second) : one ?? other;
}
