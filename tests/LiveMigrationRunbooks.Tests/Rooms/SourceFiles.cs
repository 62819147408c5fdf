namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>The files that people write under <c>src</c>, <c>tests</c> and beside the runbooks; nothing that a build made.</summary>
internal static class SourceFiles
{
    private static readonly string[] s_made = ["/bin/", "/obj/", "/TestResults/"];

    /// <summary>Paths relative to the repository, ending in <paramref name="extension"/>.</summary>
    public static IReadOnlyList<string> Of(string extension, params string[] folders) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*" + extension, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !Array.Exists(s_made, made => ("/" + path).Contains(made, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    public static string Text(string path) => File.ReadAllText(Repository.Path(path));
}
