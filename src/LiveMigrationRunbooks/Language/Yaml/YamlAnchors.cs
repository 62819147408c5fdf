using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// Anchors and what their aliases repeat. Repeated nodes are shared, not copied, but whoever walks the tree visits them each time:
/// so the visits are counted and capped.
/// </summary>
internal sealed class YamlAnchors(Findings findings)
{
    private const int Budget = 10_000;

    private readonly Dictionary<string, (YamlNode Node, long Size)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);
    private long _size;
    private long _repeated;

    public void Begin(string? anchor)
    {
        if (anchor is not null) _open[anchor] = _size;
        _size++;
    }

    public void End(string? anchor, YamlNode node)
    {
        if (anchor is null || !_open.Remove(anchor, out var before)) return;
        _known[anchor] = (node, _size - before);
    }

    public YamlNode Resolve(string name, SourceSpan span)
    {
        var nothing = new YamlScalar("", Plain: true, span);
        if (_open.ContainsKey(name)) findings.AddLast(YamlProblems.CyclicAlias(span, name), span);
        else if (!_known.TryGetValue(name, out var found)) findings.AddLast(YamlProblems.UnknownAlias(span, name, _known.Keys), span);
        else
        {
            var within = _repeated <= Budget;
            _repeated += found.Size;
            _size += found.Size;
            if (_repeated <= Budget) return found.Node;
            if (within) findings.AddLast(YamlProblems.AliasBudget(span, Budget), span);
        }

        return nothing;
    }
}
