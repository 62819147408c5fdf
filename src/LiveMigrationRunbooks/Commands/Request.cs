namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// One command of a request. <paramref name="Id"/> names its result; <paramref name="Timeout"/> ends it with exit code 124.
/// Items are for reading and for starting jobs: what they leave behind inherits a soft limit of 64 MiB a file.
/// </summary>
public sealed record RequestItem(string Id, Command Command, TimeSpan Timeout)
{
    /// <summary>The exit code of an item that was not run because a required item before it failed.</summary>
    public const int NotRun = -1;

    /// <summary>When a required item fails, the items after it are not run and answer <see cref="NotRun"/>.</summary>
    public bool Required { get; init; }
}

/// <summary>What one script asks of a host: commands that run one after the other, each answered under its id.</summary>
public sealed record Request
{
    public Request(ValueList<RequestItem> items)
    {
        if (items.Count == 0) throw new ArgumentException("A request asks for at least one command.", nameof(items));
        if (items.DistinctBy(item => item.Id, StringComparer.Ordinal).Count() != items.Count)
            throw new ArgumentException("Two items of a request share an id.", nameof(items));
        Items = items;
    }

    public ValueList<RequestItem> Items { get; }

    /// <summary>The longest the commands may take together, including the two seconds each is given to die after its time-out.</summary>
    public TimeSpan LongestRun => Items.Aggregate(TimeSpan.Zero, (sum, item) => sum + item.Timeout + TimeSpan.FromSeconds(2));

    public static Request Of(params RequestItem[] items) => new([.. items]);
}
