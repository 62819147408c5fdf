using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Reads <c>group_vars/</c> and <c>host_vars/</c> beside an inventory. For each name the first of these is read, as Ansible does: a folder or
/// file <c>NAME</c>, <c>NAME.yml</c>, <c>NAME.yaml</c>, <c>NAME.json</c>; of a folder everything in it.
/// </summary>
internal sealed class VariableFiles(InventoryDraft draft, Findings findings, VaultPasswords? passwords, int source)
{
    private const int MaximumDepth = 16;

    private static readonly string[] Endings = ["", ".yml", ".yaml", ".json"];

    public void Read(string folder)
    {
        var reviewed = ReviewedFolder.Of(folder.Length == 0 ? "." : folder);
        ReadAll(reviewed, Path.Combine(folder, "group_vars"), "group", draft.Groups.Keys, name => draft.Groups.GetValueOrDefault(name)?.Sets);
        ReadAll(reviewed, Path.Combine(folder, "host_vars"), "host", draft.Hosts.Keys, name => draft.Hosts.GetValueOrDefault(name)?.Sets);
    }

    private void ReadAll(string reviewed, string folder, string kind, IEnumerable<string> known, Func<string, List<VariableSet>?> owner)
    {
        if (!Directory.Exists(folder)) return;
        if (!ReviewedFolder.Holds(reviewed, ReviewedFolder.Real(folder)))
        {
            findings.Add(TextProblems.Outside(null, folder));
            return;
        }
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, name, _) in Directory.EnumerateFileSystemEntries(folder).Where(IsRead).SelectMany(Readings)
            .OrderBy(reading => reading.Rank).ThenBy(reading => reading.Path, StringComparer.Ordinal))
        {
            // A name with a dot in it can be read in two ways: 'kvm.yml' is the host 'kvm', or the host 'kvm.yml'.
            var sets = owner(name);
            if (sets is null && (Path.GetFileName(path) == name || owner(Path.GetFileName(path)) is not null)
                && !(Directory.Exists(path) && !Path.HasExtension(path))) continue;
            if (!chosen.TryAdd(name, path))
            {
                findings.Add(SourceProblems.Shadowed(path, chosen[name]));
                continue;
            }

            foreach (var file in Directory.Exists(path) ? Inside(path, 0) : [path]) ReadOne(reviewed, file, kind, name, known, sets);
        }
    }

    /// <summary>Whose variables an entry may be: those of its whole name, or of its name without the extension.</summary>
    private static IEnumerable<(string Path, string Name, int Rank)> Readings(string path)
    {
        var name = Path.GetFileName(path);
        yield return (path, name, 0);
        var rank = Array.IndexOf(Endings, Path.GetExtension(name));
        if (rank > 0 && !Directory.Exists(path)) yield return (path, Path.GetFileNameWithoutExtension(name), rank);
    }

    /// <summary>All files of a folder; those of an inner folder stand where its name does.</summary>
    private static IEnumerable<string> Inside(string folder, int depth)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Where(IsRead).Order(StringComparer.Ordinal))
        {
            var ending = Path.GetExtension(entry);
            if (!Directory.Exists(entry))
            {
                if (Endings.Contains(ending)) yield return entry;
            }
            else if (ending.Length == 0 && depth < MaximumDepth)
            {
                foreach (var file in Inside(entry, depth + 1)) yield return file;
            }
        }
    }

    private void ReadOne(string reviewed, string path, string kind, string name, IEnumerable<string> known, List<VariableSet>? sets)
    {
        if (SourceFile.ReadWithin(reviewed, path, null, findings) is not { } file) return;
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
            sets.Add(new VariableSet(values, InFile: true, source));
        }
    }

    private static bool IsRead(string path) => Path.GetFileName(path) is var name && !name.StartsWith('.') && !name.EndsWith('~');
}
