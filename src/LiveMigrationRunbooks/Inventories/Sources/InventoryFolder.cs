using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>The inventories in a folder and below, by Ansible's rules of what is passed over.</summary>
internal static class InventoryFolder
{
    private static readonly string[] NoInventory =
        [".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg", ".retry"];

    /// <summary>Files in the order of their names; a folder's stand where its name does. Nobody looks into a folder outside of <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> FilesOf(string folder, string root, Findings findings)
    {
        var files = new List<string>();
        Add(folder, root, files, findings, depth: 0);
        if (files.Count == 0) findings.Add(InventoryProblems.NothingToRead(folder));
        return files;
    }

    private static void Add(string folder, string root, List<string> files, Findings findings, int depth)
    {
        // A link may lead back up.
        if (depth > 16) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(entry);
            if (name.EndsWith(".ini", StringComparison.Ordinal) && !name.StartsWith('.')) findings.Add(SourceProblems.PassedOver(entry));
            // 'lmr trust' writes known_hosts beside the inventory.
            if (name.StartsWith('.') || name is "group_vars" or "host_vars" or "vars_plugins" or "known_hosts"
                || NoInventory.Any(end => name.EndsWith(end, StringComparison.Ordinal))) continue;
            if (Directory.Exists(entry) && ReviewedFolder.Holds(root, ReviewedFolder.Real(entry))) Add(entry, root, files, findings, depth + 1);
            else files.Add(entry);
        }
    }
}
