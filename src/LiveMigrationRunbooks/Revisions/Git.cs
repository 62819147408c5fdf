using System.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>
/// Asks git about a repository whose content nobody has looked at yet. Only questions are put that run no program of the repository or of its
/// settings: no hooks, monitors, filters, text conversions or transports, and nothing is written into it.
/// </summary>
internal static class Git
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // Where lmr itself is run by git, its variables would lead elsewhere than to the folder that is asked about.
    private static readonly (string, string?)[] s_setting =
    [
        ("GIT_DIR", null), ("GIT_WORK_TREE", null), ("GIT_INDEX_FILE", null), ("GIT_OBJECT_DIRECTORY", null), ("GIT_ALTERNATE_OBJECT_DIRECTORIES", null), ("GIT_NAMESPACE", null),
        ("GIT_CONFIG_PARAMETERS", null), ("GIT_CONFIG_COUNT", null), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1"),
        // Of a partial clone nothing is fetched either: a transport may be any program.
        ("GIT_ALLOW_PROTOCOL", "none"),
    ];

    /// <param name="root">The folder that holds <c>.git</c>. A folder inside could look like a repository of its own, with settings of its own.</param>
    public static Task<ToolRun> AskAsync(string root, IEnumerable<string> words, CancellationToken stop, ReadOnlyMemory<byte> input = default, int mostBytes = 64 << 20) => ToolRun.OfAsync(
        "git", ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit", "--no-pager", "--no-replace-objects", "-C", root, .. words],
        input, mostBytes, s_patience, s_setting, stop);

    /// <summary>The id of the commit that a name stands for; null where there is none, and why.</summary>
    public static async Task<(string? Id, string Why)> CommitAsync(string root, string reference, CancellationToken stop)
    {
        var asked = await AskAsync(root, ["rev-parse", "--verify", "--end-of-options", reference + "^{commit}"], stop);
        if (asked.Succeeded) return (asked.Text, "");
        return (null, asked.Complaint.EndsWith("Needed a single revision", StringComparison.Ordinal) ? $"git knows no revision '{reference}'" : FirstLine(asked.Complaint));
    }

    /// <summary>The contents of blobs, in the order of their ids; null where git does not give all of them.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>?> BlobsAsync(string root, IReadOnlyList<string> ids, int mostBytes, CancellationToken stop)
    {
        var answer = await AskAsync(root, ["cat-file", "--batch"], stop, Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => id + "\n"))), mostBytes);
        if (!answer.Succeeded) return null;
        var (contents, left) = (new List<ReadOnlyMemory<byte>>(), answer.Output);
        foreach (var _ in ids)
        {
            // Each is "<id> blob <size>", a newline, the bytes, a newline.
            if (left.Span.IndexOf((byte)'\n') is not (>= 0 and var end)) return null;
            var words = Encoding.ASCII.GetString(left.Span[..end]).Split(' ');
            if (words is not [_, "blob", var digits] || !int.TryParse(digits, out var size) || left.Length < end + size + 2) return null;
            contents.Add(left.Slice(end + 1, size));
            left = left[(end + size + 2)..];
        }
        return contents;
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
