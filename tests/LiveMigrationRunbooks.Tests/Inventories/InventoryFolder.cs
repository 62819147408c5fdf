using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

/// <summary>A folder with an inventory that a test writes; gone when the test is.</summary>
internal sealed class InventoryFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lmr-inventory-").FullName;

    public InventoryFolder(string hosts = "") => Write("hosts.yml", hosts);

    public Findings Findings { get; } = new();

    /// <summary>One line for each finding, with the file but without the folder.</summary>
    public string[] Told => [.. Findings.Sorted.Select(diagnostic => Language.Told.Line(diagnostic).Replace(_root + "/", "", StringComparison.Ordinal))];

    public InventoryFolder Write(string name, string text)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public string At(string name) => Path.Combine(_root, name);

    public Inventory? TryRead(params string[] names) => InventoryReader.Read([.. (names.Length == 0 ? ["hosts.yml"] : names).Select(At)], Findings, VaultPasswords.None);

    public Inventory Read(params string[] names)
    {
        var inventory = TryRead(names);
        Assert.Empty(Told);
        Assert.NotNull(inventory);
        return inventory;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
