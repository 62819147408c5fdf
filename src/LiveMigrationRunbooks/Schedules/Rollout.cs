using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>How many hosts of a play are changed at a time: the sizes of its stages, of which the last repeats, and the pause after each.</summary>
public sealed record Rollout(
    [Key("Hosts at a time: a number, or a share of those left, rounded down and at least one. The last repeats; all at once without it.", Example = "[1, 25%]")] ValueList<Share>? Stages = null,
    [Key("Pause after each stage; none without it.", Example = "2m")] TimeSpan Soak = default)
{
    /// <summary>Without a rollout all hosts of a play are one stage.</summary>
    public static Rollout AllAtOnce { get; } = new();

    public ValueList<Share> Stages { get; } = Stages is { Count: > 0 } ? Stages : [Share.OfPercent(100)];

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
