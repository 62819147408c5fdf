using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Refuses what would fail half-way because a file system takes no writes: found in the plan, before the first change.</summary>
internal static class HostFiles
{
    // Room for the kept before-images, the job's text and a settings file written beside the old one; far more than they take.
    private const long LeastKib = 512;
    private const string State = "/var/lib/lmr";

    public static IEnumerable<Refusal> Refuse(IEnumerable<string> files, Scene scene) => files.Append(State)
        .Select(file => (File: file, Mount: MountOf(file, scene)))
        .Where(each => each.Mount is not null)
        .DistinctBy(each => each.Mount?.Path)
        .SelectMany(each => Refuse(each.File, each.Mount?.Path ?? "", each.Mount?.Fact ?? new MountFact(false, LeastKib)));

    /// <summary>The file systems that a host which is changed must have room on: their paths, with what is free there now and how much must be, in KiB.</summary>
    public static IEnumerable<(string Path, long FreeKib, long LeastKib)> Room(IEnumerable<string> files, Scene scene) => files.Append(State)
        .Select(file => MountOf(file, scene)).OfType<(string Path, MountFact Fact)>().DistinctBy(mount => mount.Path).Select(mount => (mount.Path, mount.Fact.FreeKib, LeastKib));

    /// <summary>Paths that a step's keys name as files.</summary>
    public static IEnumerable<string> In(ValueList<string> keys) => keys.Where(key => key.StartsWith("file:", StringComparison.Ordinal)).Select(key => key["file:".Length..].Split('#')[0]);

    private static IEnumerable<Refusal> Refuse(string file, string mount, MountFact fact)
    {
        if (fact.ReadOnly)
            yield return new Refusal(null, $"{mount} is read-only, and {file} is written there.", $"Mount it read-write (mount -o remount,rw {mount}), find out why it is not, or leave this host out.");
        else if (fact.FreeKib < LeastKib)
            yield return new Refusal(null, $"The file system of {mount} has {fact.FreeKib} KiB left, and {file} is written there.", $"Free some room (df -h {mount}); {LeastKib} KiB are wanted.");
    }

    private static (string Path, MountFact Fact)? MountOf(string file, Scene scene)
    {
        var over = scene.Facts.Mount.Where(mount => mount.Key == "/" || file == mount.Key || file.StartsWith(mount.Key + "/", StringComparison.Ordinal)).ToList();
        return over.Count == 0 ? null : over.MaxBy(mount => mount.Key.Length) is var nearest ? (nearest.Key, nearest.Value) : null;
    }
}
