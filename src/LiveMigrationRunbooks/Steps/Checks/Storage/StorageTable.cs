namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>Which hosts see the same thing at a path. A host that sees it otherwise than most is the one that is wrong.</summary>
internal sealed class StorageTable(StorageReading self, IReadOnlyList<StorageReading> others)
{
    private readonly IReadOnlyList<StorageReading> _all = [self, .. others];

    public StorageReading Self => self;

    public IReadOnlyList<string> Alike(int index) => [.. Present(index).Where(other => other != self && AreAlike(self, other, index)).Select(other => other.Host)];

    public IReadOnlyList<string> Unlike(int index) => [.. Present(index).Where(other => other != self && !AreAlike(self, other, index)).Select(other => other.Host)];

    /// <summary>The others that have a device there which cannot be told apart from this host's.</summary>
    public IReadOnlyList<string> Nameless(int index) => [.. others.Where(other => other.At(index).IsNameless && AreAlike(self, other, index)).Select(other => other.Host)];

    /// <summary>Whether more hosts see what this one sees than see anything else.</summary>
    public bool IsOfMost(int index) =>
        Present(index).Where(other => !AreAlike(self, other, index)).All(other => GroupOf(other, index) < GroupOf(self, index));

    private int GroupOf(StorageReading host, int index) => Present(index).Count(other => AreAlike(host, other, index));

    private IEnumerable<StorageReading> Present(int index) => _all.Where(host => host.At(index).Kind != "absent");

    // Where both could leave a mark, only marks count: two empty disks have the same inodes.
    private static bool AreAlike(StorageReading one, StorageReading other, int index)
    {
        var (here, there) = (one.At(index), other.At(index));
        if (one == other) return true;
        if (here.Kind != there.Kind) return false;
        if (here.Mark is null && there.Mark is null) return here.Identity == there.Identity && here.FileSystem == there.FileSystem;
        return (there.Mark is null || one.Seen.Contains(there.Mark)) && (here.Mark is null || other.Seen.Contains(here.Mark));
    }
}
