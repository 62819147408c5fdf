namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// The folder whose files are reviewed together: the repository that holds a file, or without one the folder it lies in. What a file of it names
/// comes from there too; else whoever may change a line of it could have files of the machine shown that only this process may read. Links are
/// followed before that is judged.
/// </summary>
public static class ReviewedFolder
{
    private const string Mark = ".git";
    private const int MostLinks = 40;

    /// <param name="path">A file, or a folder that holds what it is asked for.</param>
    public static string Of(string path)
    {
        var real = Real(path);
        var own = Directory.Exists(real) ? real : Path.GetDirectoryName(real) ?? "/";
        for (var folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, Mark))) return folder;
        return own;
    }

    public static bool Holds(string root, string path) => path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>Whether a path stands in a repository by its name, and leads out of it over links. Without a repository nobody reviews what links say.</summary>
    public static bool IsLeftBy(string path)
    {
        if (!IsPath(path)) return false;
        var real = Real(path);
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, Mark)) && !Holds(Real(folder), real)) return true;
        return false;
    }

    /// <summary>The whole path without links; what does not exist, or can be no path, is kept as it is named.</summary>
    public static string Real(string path)
    {
        if (!IsPath(path)) return path;
        var real = "/";
        var ahead = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var links = 0; ahead.TryPop(out var part);)
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            if (links < MostLinks && LinkOf(next) is { } target)
            {
                links++;
                var whole = Path.GetFullPath(Path.Combine(real, target));
                foreach (var piece in whole.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) ahead.Push(piece);
                real = "/";
            }
            else real = next;
        }
        return real;
    }

    // Whoever reads it says what is wrong with it.
    private static bool IsPath(string path) => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal);

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
