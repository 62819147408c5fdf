using System.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>A file, or a link, as a commit holds it.</summary>
internal sealed record TreeEntry(string Path, string Mode, string Blob, long Size)
{
    private const string Link = "120000";
    private const string Program = "100755";

    public bool IsLink => Mode == Link;

    public bool IsProgram => Mode == Program;

    /// <summary>Every file and link of a commit; null where git does not tell.</summary>
    public static async Task<IReadOnlyList<TreeEntry>?> AllAsync(string root, string commit, CancellationToken stop)
    {
        var told = await Git.AskAsync(root, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit], stop);
        return told.Succeeded ? [.. Encoding.UTF8.GetString(told.Output.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<TreeEntry>()] : null;
    }

    // "<mode> <type> <id> <size>" and, behind a tab, the path. A submodule has no content here.
    private static TreeEntry? Read(string entry)
    {
        var tab = entry.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || entry[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var mode, "blob", var blob, var digits]) return null;
        return long.TryParse(digits, out var size) && IsPlain(entry[(tab + 1)..]) ? new TreeEntry(entry[(tab + 1)..], mode, blob, size) : null;
    }

    // A tree can be made by hand: nothing of it may lie outside of the folder that it is written into.
    private static bool IsPlain(string path) => path.Split('/').All(part => part is not ("" or "." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase));
}
