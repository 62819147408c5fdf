namespace LiveMigrationRunbooks.Bench;

/// <summary>Where the programs that are measured lie.</summary>
internal sealed record Repository(string Root)
{
    public string Lmr => Path.Combine(Root, "src/LiveMigrationRunbooks.Cli/bin/Release/net10.0/lmr");

    public string Empty => Path.Combine(Root, "tests/bench/Empty/bin/Release/net10.0/Empty");

    public static Repository Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "LiveMigrationRunbooks.sln"))) return new Repository(at.FullName);
        throw new DirectoryNotFoundException("No solution lies above this program.");
    }

    public string File(params string[] parts) => Path.Combine([Root, .. parts]);
}
