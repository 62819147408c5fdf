using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>How many hosts of a play are changed at a time: the sizes of its stages, of which the last repeats, and the pause after each.</summary>
public sealed record Rollout(ValueList<Share> Stages, TimeSpan Soak)
{
    /// <summary>Without a rollout all hosts of a play are one stage.</summary>
    public static Rollout AllAtOnce { get; } = new([Share.OfPercent(100)], TimeSpan.Zero);

    /// <summary>
    /// The hosts of each stage, in order. A share is of the hosts that are left, rounded down, and at least one host, so that every rollout ends.
    /// </summary>
    public ValueList<ValueList<T>> Split<T>(IReadOnlyList<T> hosts)
    {
        var stages = new List<ValueList<T>>();
        for (var begun = 0; begun < hosts.Count;)
        {
            var share = Stages[Math.Min(stages.Count, Stages.Count - 1)];
            var size = Math.Clamp(share.Of(hosts.Count - begun), 1, hosts.Count - begun);
            stages.Add([.. hosts.Skip(begun).Take(size)]);
            begun += size;
        }
        return [.. stages];
    }
}
