using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// Gathers the entries of one mapping: refuses a key that comes twice, and resolves <c>&lt;&lt;</c> where the dialect has it.
/// </summary>
internal sealed class YamlEntries(YamlDialect dialect, Findings findings)
{
    private readonly List<YamlEntry> _entries = [];
    private readonly Dictionary<string, YamlScalar> _keys = new(StringComparer.Ordinal);
    private readonly List<YamlMapping> _merged = [];

    /// <summary>The first key, or null.</summary>
    public YamlScalar? First { get; private set; }

    /// <summary>
    /// The mapping's own entries in file order, then what merge keys bring; an own key wins, then the mapping named first.
    /// </summary>
    public IReadOnlyList<YamlEntry> Merged
    {
        get
        {
            foreach (var entry in _merged.SelectMany(mapping => mapping.Entries))
                if (_keys.TryAdd(entry.Key.Text, entry.Key)) _entries.Add(entry);
            _merged.Clear();
            return _entries;
        }
    }

    public void Add(YamlScalar key, YamlNode value)
    {
        First ??= key;
        if (key is { Text: "<<", Plain: true }) Merge(key, value);
        else if (_keys.TryAdd(key.Text, key)) _entries.Add(new YamlEntry(key, value));
        else findings.Add(YamlProblems.DuplicateKey(key.Span, key.Text, _keys[key.Text].Span));
    }

    private void Merge(YamlScalar key, YamlNode value)
    {
        if (dialect == YamlDialect.Core)
        {
            findings.Add(YamlProblems.MergeKey(key.Span));
            return;
        }

        foreach (var source in value is YamlSequence list ? list.Items : [value])
        {
            if (source is YamlMapping mapping) _merged.Add(mapping);
            else findings.Add(YamlProblems.MergeValue(key.Span));
        }
    }
}
