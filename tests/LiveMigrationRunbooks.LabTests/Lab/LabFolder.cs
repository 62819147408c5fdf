using LiveMigrationRunbooks.LabTests.Contracts;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>Where the lab, this repository and its <c>lmr</c> are on this machine.</summary>
public static class LabFolder
{
    public static string Lab { get; } = LabHost.Folder;

    public static string Inventory { get; } = Path.Combine(Lab, "inventory", "hosts.yml");

    public static string Key { get; } = Path.Combine(Lab, "id_ed25519");

    public static string Repository { get; } = Above(AppContext.BaseDirectory);

    public static string Lmr { get; } = Path.Combine(Repository, "src", "LiveMigrationRunbooks.Cli", "bin", "Release", "net10.0", "lmr");

    public static string Serial(string guest) => Path.Combine(Lab, "shared", "serial", guest + ".log");

    /// <summary>One of the lab's scripts, by its name in <c>tests/lab</c>.</summary>
    public static string Script(string name) => Path.Combine(Repository, "tests", "lab", name);

    /// <summary>A file of the repository's folder of runbooks.</summary>
    public static string Shipped(string name) => Path.Combine(Repository, "runbooks", name);

    private static string Above(string folder)
    {
        var at = new DirectoryInfo(folder);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "LiveMigrationRunbooks.sln"))) at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException($"No repository above {folder}.");
    }
}
