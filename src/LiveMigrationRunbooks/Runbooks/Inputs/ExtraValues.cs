using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Reads what <c>-e</c> gives, in the forms that Ansible's users know: <c>name=value</c> (several with spaces between, quotes around what holds
/// spaces), <c>{name: value}</c> as JSON or YAML, <c>@file</c>. What comes later wins.
/// </summary>
public static class ExtraValues
{
    public static IReadOnlyDictionary<string, YamlNode> Read(IEnumerable<string> options, Findings findings)
    {
        var values = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            if (option.StartsWith('@')) Add(values, InFile(option[1..], findings), findings);
            else if (option.TrimStart().StartsWith('{')) Add(values, YamlReader.Read(new SourceFile("-e", option), YamlDialect.Core, findings), findings);
            else Pairs(values, option, findings);
        }
        return values;
    }

    private static YamlNode? InFile(string path, Findings findings)
    {
        if (SourceFile.ReadGiven(path, findings) is not { } file) return null;
        return YamlReader.Read(file, YamlDialect.Ansible, findings) ?? new YamlMapping([], new SourceSpan(file, 0, 0));
    }

    private static void Add(Dictionary<string, YamlNode> values, YamlNode? tree, Findings findings)
    {
        if (tree is null || new YamlExpect(findings).Mapping(tree) is not { } mapping) return;
        foreach (var entry in mapping.Entries)
        {
            if (!Identifier.Is(entry.Key.Text)) findings.Add(StructureProblems.BadName(entry.Key, $"Expressions could not use it; it must be {Identifier.Words}."));
            values[entry.Key.Text] = entry.Value;
        }
    }

    // A word without a name in front belongs to the value before it: -e "reason=planned work" is one pair.
    private static void Pairs(Dictionary<string, YamlNode> values, string option, Findings findings)
    {
        var starts = ExtraWords.NamesIn(option);
        if (starts.Count == 0 || option[..starts[0].At].Trim().Length > 0)
        {
            findings.Add(ExtraProblems.NotAPair(option));
            return;
        }
        for (var index = 0; index < starts.Count; index++)
        {
            var end = index + 1 < starts.Count ? starts[index + 1].At : option.Length;
            values[starts[index].Name] = Value(starts[index].Name, option[(starts[index].At + starts[index].Name.Length + 1)..end].Trim(), findings);
        }
    }

    private static YamlNode Value(string name, string text, Findings findings)
    {
        var file = new SourceFile("-e " + name, text);
        var whole = new SourceSpan(file, 0, text.Length);
        if (text.Length == 0) return new YamlScalar(text, true, whole);
        var own = new Findings();
        var read = YamlReader.Read(file, YamlDialect.Core, own);
        // Only lists, mappings and quoted texts have a syntax; everything else is taken as it is typed, but looked at like a value in a file.
        var written = text[0] is '[' or '{' or '"' or '\'';
        if (written || read is YamlScalar)
        {
            foreach (var problem in own.Sorted) findings.Add(problem);
        }
        // What is wrong was told; what stands for it is what was meant.
        if (read is not null && (written || (own.HasErrors && read is YamlScalar))) return read;
        return new YamlScalar(text, !written, whole);
    }
}
