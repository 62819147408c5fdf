using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>Folders that virtlockd keeps its locks in: each argument that names one, its key in qemu-lockd.conf, and what a host told of it.</summary>
internal static class Lockspaces
{
    private static readonly string s_probe = ShellText.Of("Steps/Libvirt/libvirt-lockspace.sh");

    // File systems that several hosts mount at once, as /proc/self/mounts calls them.
    private static readonly string[] s_shared = ["nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.ceph", "glusterfs", "fuse.glusterfs", "gfs2", "ocfs2", "gpfs", "lustre"];

    public static Command Probe(IEnumerable<string> folders) => Command.Sh(s_probe, [.. folders]);

    public static IEnumerable<Refusal> Refuse(CommandResult answer, ValueMap<string> arguments, Scene scene)
    {
        foreach (var (type, folder) in Told(answer))
        {
            var argument = arguments.First(each => each.Value == folder).Key;
            if (type == "other") yield return new Refusal(argument, $"{folder} is not a folder.", "Name a folder on storage that all hosts share.");
            // virtlockd would make it wherever it comes to lie, also where the shared storage is not mounted.
            else if (type == "missing" && !IsComing(folder, scene))
                yield return new Refusal(argument, $"{folder} is not there.", "Mount the shared storage (storage.mount) and make the folder (directory) by steps before this one.");
        }
    }

    /// <summary>Folders whose locks no other host sees.</summary>
    public static IEnumerable<string> Notes(CommandResult answer, Scene scene) => Told(answer)
        .Where(told => told.Type is not ("missing" or "other") && !s_shared.Contains(told.Type) && !IsMounted(told.Folder, scene))
        .Select(told => $"{told.Folder} lies on {told.Type}: where that is not storage that all hosts mount, they do not see each other's locks");

    private static IEnumerable<(string Type, string Folder)> Told(CommandResult answer) =>
        answer.Lines.Select(line => line.Split(' ', 2)).Where(words => words.Length == 2).Select(words => (words[0], words[1])).Distinct();

    private static bool IsComing(string folder, Scene scene) => scene.Coming.Contains($"file:{folder}") || IsMounted(folder, scene);

    private static bool IsMounted(string folder, Scene scene) =>
        scene.Coming.Any(key => key.StartsWith("mount:", StringComparison.Ordinal) && (folder == key[6..] || folder.StartsWith($"{key[6..]}/", StringComparison.Ordinal)));
}
