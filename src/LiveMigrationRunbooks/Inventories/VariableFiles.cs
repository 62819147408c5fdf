using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Reads <c>group_vars/</c> and <c>host_vars/</c> beside an inventory: <c>NAME.yml</c>, <c>NAME.yaml</c>, <c>NAME</c>, or a folder of
/// such files.
/// </summary>
internal sealed class VariableFiles(InventoryDraft draft, Findings findings, VaultPasswords? passwords)
{
    public void Read(string folder)
    {
        ReadAll(Path.Combine(folder, "group_vars"), "group", draft.Groups.Keys, name => draft.Groups.GetValueOrDefault(name)?.Sets);
        ReadAll(Path.Combine(folder, "host_vars"), "host", draft.Hosts.Keys, name => draft.Hosts.GetValueOrDefault(name)?.Sets);
    }

    private void ReadAll(string folder, string kind, IEnumerable<string> known, Func<string, List<VariableSet>?> owner)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Where(IsRead).Order(StringComparer.Ordinal))
        {
            var isFolder = Directory.Exists(entry);
            var named = isFolder || !HasYamlName(entry) ? Path.GetFileName(entry) : Path.GetFileNameWithoutExtension(entry);
            // A file without extension is somebody's variables only if it carries somebody's name; it may as well be a note.
            if (!isFolder && !HasYamlName(entry) && owner(named) is null) continue;
            IEnumerable<string> files = isFolder
                ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories)
                    .Where(file => IsRead(file) && (HasYamlName(file) || !Path.HasExtension(file)))
                : [entry];
            foreach (var file in files.Order(StringComparer.Ordinal)) ReadOne(file, kind, named, known, owner(named));
        }
    }

    private void ReadOne(string path, string kind, string name, IEnumerable<string> known, List<VariableSet>? sets)
    {
        if (SourceFile.Read(path, findings) is not { } file) return;
        var start = new SourceSpan(file, 0, 0);
        if (sets is null) findings.Add(InventoryProblems.UnknownOwner(start, kind, name, known));
        else if (Vault.Is(file.Text))
        {
            draft.Files.Add(file);
            if (passwords is not null && VaultOpening.Variables(file, passwords, findings) is { } opened) sets.Add(new VariableSet(opened, InFile: true));
        }
        else if (YamlReader.Read(file, YamlDialect.Ansible, findings) is { } root && new YamlExpect(findings).Mapping(root) is { } values)
        {
            draft.Files.Add(file);
            sets.Add(new VariableSet(values, InFile: true));
        }
    }

    private static bool HasYamlName(string path) => Path.GetExtension(path) is ".yml" or ".yaml" or ".json";

    private static bool IsRead(string path) => Path.GetFileName(path) is var name && !name.StartsWith('.') && !name.EndsWith('~');
}
