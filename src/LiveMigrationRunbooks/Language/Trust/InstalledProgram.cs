namespace LiveMigrationRunbooks.Language.Trust;

/// <summary>
/// Programs of this machine, by name. Whoever starts a process by its bare name gets, in .NET, a file of that name in the current folder
/// first; that folder may be a repository that nobody has looked at yet.
/// </summary>
public static class InstalledProgram
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The whole path by which to start it; where it is not installed, one that is not there, so that starting it says so.</summary>
    public static string PathOf(string name) => Find(name) ?? Path.Combine("/usr/bin", name);

    /// <summary>The first one in PATH, but never in a folder that PATH names relatively; null where it is not installed.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram);

    /// <summary>Whether a path is that of a file that may be run.</summary>
    public static bool IsProgram(string path) => File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
