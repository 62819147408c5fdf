namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The folder that a runbook's includes may come from: the repository that holds it, or without one its own folder. Links are followed
/// before that is judged.
/// </summary>
public static class RunbookRoot
{
    private const int MostLinks = 40;

    public static string Of(string runbook)
    {
        var own = Path.GetDirectoryName(Real(runbook)) ?? "/";
        for (var folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git"))) return folder;
        return own;
    }

    public static bool Holds(string root, string path) => path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The whole path without links; what does not exist is kept as it is named.</summary>
    public static string Real(string path)
    {
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
