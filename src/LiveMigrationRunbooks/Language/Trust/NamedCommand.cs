using System.Text;

namespace LiveMigrationRunbooks.Language.Trust;

/// <summary>
/// A command line that a file of a repository names, for this machine and never through a shell. Whoever may change the repository may change it, so it
/// is run only where somebody trusted it outside of the repository: a program of the repository by its content, any other by the whole command line and
/// the content of the repository's files that it names.
/// </summary>
/// <param name="folder">Of the file that says it.</param>
/// <param name="purpose">What it is for: trusted for one thing, it is not trusted for another.</param>
public sealed class NamedCommand(IReadOnlyList<string> argv, string folder, string purpose)
{
    /// <summary>Where the program lies; null where there is none. A name with a slash is found from the folder, any other in PATH; never in a folder that PATH names relatively.</summary>
    public string? Program { get; } = Find(argv[0], folder);

    /// <summary>Whether the program, or what it is a link to, lies in the working tree around the folder; without one, in the folder.</summary>
    public bool IsOfRepository => Program is { } program && (IsIn(program, Root()) || IsIn(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program, Root()));

    /// <summary>The digest by which a command line is trusted that begins with a program from outside of the repository.</summary>
    public string LineDigest()
    {
        var text = new StringBuilder(purpose + " command\n");
        var root = Root();
        foreach (var word in argv)
        {
            text.Append(word).Append('\0');
            var named = Path.GetFullPath(word, folder);
            if (File.Exists(named) && IsIn(named, root)) text.Append(TrustedExecutables.Digest(File.ReadAllBytes(named))).Append('\0');
        }
        return TrustedExecutables.Digest(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private string Root()
    {
        for (var around = folder; around is not null; around = Path.GetDirectoryName(around))
        {
            if (Path.Exists(Path.Combine(around, ".git"))) return around;
        }
        return folder;
    }

    private static string? Find(string name, string folder)
    {
        if (!name.Contains('/')) return InstalledProgram.Find(name);
        var named = Path.GetFullPath(name, folder);
        return InstalledProgram.IsProgram(named) ? named : null;
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
