using LiveMigrationRunbooks.Inventories.Ini;
using LiveMigrationRunbooks.Inventories.Sources;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Reads inventories as Ansible does: YAML, JSON and INI files, programs that print one, folders of all these, or names separated by commas
/// (<c>host1,host2,</c>). Several are read one after the other; where two set the same variable of the same owner the later one wins.
/// </summary>
public static class InventoryReader
{
    /// <summary>
    /// Null where a file could not be read at all: what it would have named is unknown then, and nothing can be said about it. Programs are
    /// run only where <paramref name="trusted"/> (else the user's own list) knows their content.
    /// </summary>
    /// <param name="passwords">For files that are vaults as a whole; null where nobody is going to ask for what is in them.</param>
    public static Inventory? Read(
        IReadOnlyList<string> paths, Findings findings, VaultPasswords? passwords = null, TrustedExecutables? trusted = null)
    {
        var draft = new InventoryDraft(findings);
        var folders = new List<string>();
        var complete = true;
        foreach (var path in paths)
        {
            if (path.Contains(',') && !File.Exists(path))
            {
                ReadNames(path, draft, findings);
                continue;
            }

            var isFolder = Directory.Exists(path);
            folders.Add(isFolder ? path : Path.GetDirectoryName(path) ?? "");
            var reviewed = ReviewedFolder.Of(path);
            foreach (var file in isFolder ? InventoryFolder.FilesOf(path, reviewed, findings) : [path]) complete &= ReadFile(reviewed, file, draft, findings, trusted);
        }

        if (!complete) return null;
        foreach (var (source, folder) in folders.Distinct().Index()) new VariableFiles(draft, findings, passwords, source).Read(folder);
        var inventory = new InventoryAssembly(draft, findings).Assemble();
        ConnectionVariables.Check(inventory.Sets, findings);
        return inventory;
    }

    private static bool ReadFile(string reviewed, string path, InventoryDraft draft, Findings findings, TrustedExecutables? trusted)
    {
        if (ReviewedFolder.IsLeftBy(path) || !ReviewedFolder.Holds(reviewed, ReviewedFolder.Real(path)))
        {
            findings.Add(TextProblems.Outside(null, path));
            return false;
        }
        if (SourceForms.IsProgram(path))
            return new InventoryProgram(path, draft, findings).Read(trusted ?? TrustedExecutables.Read(TrustedExecutables.DefaultPath));
        if (SourceFile.Read(path, findings) is not { } file) return false;
        if (SourceForms.Of(file) == SourceForm.Ini)
        {
            draft.Files.Add(file);
            new IniReader(file, draft, findings).Read();
            return true;
        }

        var before = new Findings();
        var root = YamlReader.Read(file, YamlDialect.Ansible, before);
        foreach (var diagnostic in before.Sorted) findings.Add(diagnostic);
        if (root is null) return !before.HasErrors;
        draft.Files.Add(file);
        new InventoryTree(draft, findings).Read(root);
        return true;
    }

    private static void ReadNames(string names, InventoryDraft draft, Findings findings)
    {
        var file = new SourceFile("-i", names);
        var tree = new InventoryTree(draft, findings);
        draft.Files.Add(file);
        var at = 0;
        foreach (var part in names.Split(','))
        {
            var name = part.Trim();
            var span = new SourceSpan(file, names.IndexOf(name, at, StringComparison.Ordinal), name.Length);
            if (name.Length > 0) tree.Host(name, span, null, "all");
            at += part.Length + 1;
        }
    }
}
