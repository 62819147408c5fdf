namespace LiveMigrationRunbooks.Tests;

/// <summary>Finds files of the checkout, wherever the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A file beside the unit tests.</summary>
    public static string TestPath(params string[] parts) => Path(["tests", "LiveMigrationRunbooks.Tests", .. parts]);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "LiveMigrationRunbooks.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("LiveMigrationRunbooks.sln is in no folder above " + start);
    }
}
