using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.storage", "Proves that all hosts of the play see the same storage, that it answers in time, and that disks of running guests are not cached by their host.")]
[Risks(
    "Each host leaves an empty file (.lmr-mark-…) in folders for the time of the question, which the others look for; it goes with the question, or by itself after a minute. Of files and devices only size and identity are compared.",
    Disturbs = "Disturbs nobody. With latency sixteen operations of 4 KiB are timed.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckStorage(
    [Argument("Folders, files or block devices that are the same on all hosts of the play, one or a list.", Example = "/var/lib/libvirt/images")] ValueList<string>? Paths = null,
    [Argument("How long one operation of 4 KiB may take on average: a synced write in folders, a direct read of files and devices.", Example = "20ms")] TimeSpan? Latency = null,
    [Argument("Cache modes that disks of running guests may have, one or a list; network disks and those that are only read or shared may have any. Not looked at when not given.", Example = "[none, directsync]")] ValueList<string>? Cache = null) : MutualCheck, ISelfChecked
{
    private const string Seconds = "60";
    private const int Operations = 16;
    private static readonly string[] s_modes = ["none", "directsync", "writethrough", "writeback", "unsafe", "default"];
    private static readonly string s_mark = ShellText.Of("Steps/Checks/Storage/storage-mark.sh");
    private static readonly string s_seen = ShellText.Of("Steps/Checks/Storage/storage-seen.sh");
    private static readonly string s_unmark = ShellText.Of("Steps/Checks/Storage/storage-unmark.sh");
    private static readonly string s_disks = ShellText.Of("Steps/Checks/Storage/disks-told.sh");

    private IReadOnlyList<string> Places => Paths ?? [];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Places.Count == 0 && Cache is null) yield return (null, "Nothing is asked for.", "Give paths, or cache: [none, directsync].");
        foreach (var (_, why, fix) in Places.SelectMany(path => AbsolutePath.Wrong(path))) yield return ("paths", why, fix);
        if (Latency is not null && Places.Count == 0) yield return ("latency", "It is measured at paths.", "Give paths.");
        if (Latency is { } latency && latency <= TimeSpan.Zero) yield return ("latency", "No storage answers at once.", "Give a time such as 20ms.");
        foreach (var mode in (Cache ?? []).Where(mode => !s_modes.Contains(mode))) yield return ("cache", $"'{mode}' is no cache mode.", $"Modes are {string.Join(", ", s_modes)}.");
    }

    public override ValueList<Command> Prepare(Scene scene) => [Command.Sh(s_mark, [scene.Host, Latency is null ? "" : "timed", Seconds, .. Places])];

    public override ValueList<Command> Ask(Scene scene, Answers own, ValueList<HostAnswers> prepared) =>
    [
        Command.Sh(s_seen, [.. prepared.Select(StorageReading.Of).SelectMany(other => Places.SelectMany((path, index) => other.At(index).Mark is { } mark ? new[] { path, mark } : []))]),
        .. Cache is null ? ValueList<Command>.Empty : [Command.Sh(s_disks)],
    ];

    public override ValueList<Command> Finish(Scene scene) => [Command.Sh(s_unmark, [scene.Host, .. Places])];

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (Cache is not null && Silence.Of(answers[2]) is { } silent) return silent;
        var table = new StorageTable(StorageReading.Of(new HostAnswers(scene, answers)), [.. others.Select(StorageReading.Of)]);
        ValueList<Finding> found = [.. Places.SelectMany((path, index) => At(path, index, table)), .. Cache is null ? [] : Cached(answers[2])];
        return Finding.Of(found, "nothing asked");
    }

    private IEnumerable<Finding> At(string path, int index, StorageTable table)
    {
        var here = table.Self.At(index);
        if (here.Kind == "absent")
        {
            yield return new($"{path} is not there", "Mount it (storage.mount), log in to it (storage.iscsi), or name a path that all hosts have.");
            yield break;
        }
        var unlike = table.Unlike(index);
        if (here.IsNameless && table.Nameless(index) is { Count: > 0 } nameless)
        {
            yield return new(
                $"{path} has neither WWN nor serial number, and has none on {string.Join(", ", nameless)} either: nobody can say whether it is one device",
                "Give the disk a serial number where it comes from, or name a file system on it.");
        }
        else yield return unlike.Count > 0 && !table.IsOfMost(index)
            ? new($"{path} is not what it is on {string.Join(", ", unlike)}: {(here.Mark is null ? "another file or device" : "what one writes the other does not see")}", $"Mount the same storage on all hosts; `findmnt -T {path}` tells what is mounted.")
            : new($"{path} ({here.Words}) {(table.Alike(index) is { Count: > 0 } alike ? $"is the same on {string.Join(", ", alike)}" : "is there")}{(here.Why is { } why ? $", by what it is: no mark could be left ({why})" : "")}{(unlike.Count > 0 ? $"; that it is another on {string.Join(", ", unlike)} is not this host's fault" : "")}");
        if (Latency is not { } most) yield break;
        yield return here.Took is not { } took ? new($"{path} could not be timed", "Give root of this host leave to write there, and install coreutils: another dd cannot do it.")
            : took / Operations <= most.TotalSeconds ? new($"{Ms(took / Operations)} an operation")
            : new($"{path} takes {Ms(took / Operations)} for 4 KiB, more than {Ms(most.TotalSeconds)}", "Look at the load of the storage and at the network to it.");
    }

    private IEnumerable<Finding> Cached(CommandResult answer)
    {
        var wrong = StorageReading.Disks(answer).Where(disk => !Cache!.Contains(disk.Cache)).ToList();
        yield return wrong.Count == 0 ? new($"no disk with another cache than {string.Join(" or ", Cache!)}")
            : new(string.Join(", ", wrong.Select(disk => $"disk {disk.Target} of {disk.Guest} has cache {disk.Cache}")), $"Set {string.Join(" or ", Cache!.Select(mode => $"cache='{mode}'"))} in the definition of the guest; it holds from its next start.");
    }

    private static string Ms(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.###} ms");
}
