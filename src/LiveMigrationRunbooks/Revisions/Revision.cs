using System.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>
/// The files of a commit in a folder of their own, byte for byte as they are committed: nothing is checked out, so that no filter and no hook
/// takes part. The folder is the owner's alone, and goes away in the end.
/// </summary>
public sealed class Revision : IDisposable
{
    private const int MostFile = 16 << 20;
    private const int MostBytes = 256 << 20;
    private const int MostFiles = 50_000;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private Revision(string folder, string commit) => (Folder, Commit) = (folder, commit);

    public string Folder { get; }

    public string Commit { get; }

    /// <summary>The revision that a name stands for; null where it cannot be read, and why.</summary>
    /// <param name="root">The folder that holds <c>.git</c>.</param>
    public static async Task<(Revision? Revision, string Why)> ReadAsync(string root, string reference, CancellationToken stop)
    {
        if (!Path.Exists(Path.Combine(root, ".git"))) return (null, $"{root} is no git repository");
        var (commit, why) = await Git.CommitAsync(root, reference, stop);
        if (commit is null) return (null, why);
        if (await TreeEntry.AllAsync(root, commit, stop) is not { } entries) return (null, "git does not list its files");
        // What is larger than everything that is ever read is left out; whoever names it finds it missing.
        List<TreeEntry> kept = [.. entries.Where(entry => entry.Size <= MostFile)];
        if (kept.Count > MostFiles || kept.Sum(entry => entry.Size) > MostBytes) return (null, $"it has more than {MostFiles} files, or {MostBytes >> 20} MiB");
        if (await Git.BlobsAsync(root, [.. kept.Select(entry => entry.Blob)], MostBytes * 2 - 1, stop) is not { } contents) return (null, "git does not give all of its files");
        var revision = new Revision(Directory.CreateTempSubdirectory("lmr-base-").FullName, commit);
        revision.Write([.. kept.Zip(contents)]);
        return (revision, "");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(IReadOnlyList<(TreeEntry Entry, ReadOnlyMemory<byte> Content)> files)
    {
        // It bounds what may be included from where, as it does in the repository itself.
        Directory.CreateDirectory(Path.Combine(Folder, ".git"));
        foreach (var (entry, content) in files.Where(file => !file.Entry.IsLink))
        {
            var path = Path.Combine(Folder, entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Folder);
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = entry.IsProgram ? Owner | UnixFileMode.UserExecute : Owner });
            file.Write(content.Span);
        }
        // Links come last, so that no file is written through one; those that lead out of the repository lead nowhere here.
        foreach (var (entry, content) in files.Where(file => file.Entry.IsLink)) Link(Path.Combine(Folder, entry.Path), Encoding.UTF8.GetString(content.Span));
    }

    private void Link(string path, string target)
    {
        var folder = Path.GetDirectoryName(path) ?? Folder;
        Directory.CreateDirectory(folder);
        if (!Path.IsPathRooted(target) && Path.GetFullPath(target, folder).StartsWith(Folder + "/", StringComparison.Ordinal)) File.CreateSymbolicLink(path, target);
    }
}
