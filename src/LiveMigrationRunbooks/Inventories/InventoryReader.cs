using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Reads Ansible-shaped inventories: YAML files, folders of them, or names separated by commas (<c>host1,host2,</c>). Several are read one
/// after the other; where two set the same variable of the same owner the later one wins.
/// </summary>
public static class InventoryReader
{
    /// <summary>
    /// Null where a file could not be read at all: what it would have named is unknown then, and nothing can be said about it.
    /// </summary>
    /// <param name="passwords">For files that are vaults as a whole; null where nobody is going to ask for what is in them.</param>
    public static Inventory? Read(IReadOnlyList<string> paths, Findings findings, VaultPasswords? passwords = null)
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
            if (isFolder || Path.GetDirectoryName(path) is not null) folders.Add(isFolder ? path : Path.GetDirectoryName(path) ?? "");
            foreach (var file in isFolder ? FilesOf(path, findings) : [path]) complete &= ReadFile(file, draft, findings);
        }

        if (!complete) return null;
        foreach (var folder in folders.Distinct()) new VariableFiles(draft, findings, passwords).Read(folder);
        var inventory = new InventoryAssembly(draft, findings).Assemble();
        ConnectionVariables.Check(inventory.Sets, findings);
        return inventory;
    }

    private static bool ReadFile(string path, InventoryDraft draft, Findings findings)
    {
        if (IsExecutable(path)) return Refused(InventoryProblems.Executable(path));
        if (SourceFile.Read(path, findings) is not { } file) return false;
        if (LooksLikeIni(file) is { } header) return Refused(InventoryProblems.Ini(header, path));
        var before = new Findings();
        var root = YamlReader.Read(file, YamlDialect.Ansible, before);
        foreach (var diagnostic in before.Sorted) findings.Add(diagnostic);
        if (root is null) return !before.HasErrors;
        draft.Files.Add(file);
        new InventoryTree(draft, findings).Read(root);
        return true;

        bool Refused(Diagnostic diagnostic)
        {
            findings.Add(diagnostic);
            return false;
        }
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

    private static IReadOnlyList<string> FilesOf(string folder, Findings findings)
    {
        var all = Directory.EnumerateFiles(folder)
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .ToList();
        IReadOnlyList<string> files = [.. all.Where(file => Path.GetExtension(file) is ".yml" or ".yaml")];
        foreach (var ini in all.Where(file => Path.GetExtension(file) == ".ini" || Path.GetFileName(file) is "hosts" or "inventory"))
            findings.Add(InventoryProblems.IniInFolder(ini));
        if (files.Count == 0) findings.Add(InventoryProblems.NothingToRead(folder));
        return files;
    }

    private static bool IsExecutable(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || Path.GetExtension(path) is ".yml" or ".yaml") return false;
        return (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
    }

    /// <summary>The first line that says something, if it is a section's header or, in a file not named as YAML, has no colon.</summary>
    private static SourceSpan? LooksLikeIni(SourceFile file)
    {
        var (at, extension) = (0, Path.GetExtension(file.Path));
        foreach (var line in file.Text.Split('\n'))
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] is not ('#' or ';'))
            {
                var ini = extension == ".ini" || (text[0] == '[' && text[^1] == ']')
                    || (extension is not (".yml" or ".yaml" or ".json") && text != "---" && text[0] != '{' && !text.Contains(':'));
                return ini ? new SourceSpan(file, at, Math.Max(1, line.TrimEnd().Length)) : null;
            }

            at += line.Length + 1;
        }

        return null;
    }
}
