using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads a runbook file: its shape, its kinds, its names. Everything that is wrong is told, and reading goes on.</summary>
public static class RunbookReader
{
    private static readonly string[] s_keys = ["name", "inputs", "plays"];

    /// <summary>The runbook, or null when it cannot be read as one; look at <paramref name="findings"/> for errors in either case.</summary>
    public static Runbook? Read(string path, Findings findings)
    {
        if (SourceFile.Read(path, findings) is not { } file) return null;
        return YamlReader.Read(file, YamlDialect.Core, findings) is { } tree ? Read(path, tree, findings) : null;
    }

    private static Runbook? Read(string path, YamlNode tree, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (expect.Mapping(tree) is not { } root) return null;
        expect.UnknownKeys(root, s_keys);
        var name = root["name"] is { } named ? expect.Text(named) : null;
        var plays = new List<Play>();
        if (root.Entry("plays") is not { } entry) findings.Add(RunbookProblems.Missing("A runbook", "plays", root.Span));
        else if (expect.Sequence(entry.Value) is { } items)
        {
            if (items.Items.Count == 0) findings.Add(RunbookProblems.Empty("plays", entry.Key.Span));
            plays.AddRange(items.Items.Select(item => PlayReader.Read(item, plays.Count + 1, findings)).OfType<Play>());
        }
        return new Runbook(path, name ?? Path.GetFileNameWithoutExtension(path), [.. InputReader.Read(root["inputs"], findings)], [.. plays]);
    }
}
