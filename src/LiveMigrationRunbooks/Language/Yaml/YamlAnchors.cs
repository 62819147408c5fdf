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

    private readonly Dictionary<string, (YamlNode Node, long Size, int Height)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);
    private readonly Stack<int> _deepest = new([0]);
    private long _size;
    private long _repeated;

    public void Begin(string? anchor, int depth)
    {
        if (anchor is not null) _open[anchor] = _size;
        if (anchor is not null) _deepest.Push(depth);
        Reach(depth);
        _size++;
    }

    public void End(string? anchor, YamlNode node, int depth)
    {
        if (anchor is null) return;
        var deepest = _deepest.Pop();
        Reach(deepest);
        if (_open.Remove(anchor, out var before)) _known[anchor] = (node, _size - before, deepest - depth);
    }

    /// <summary>The node that an alias at this depth repeats; what lies in it must not come deeper than what is written out may.</summary>
    public YamlNode Resolve(string name, SourceSpan span, int depth, int maximumDepth)
    {
        var nothing = new YamlScalar("", Plain: true, span);
        Reach(depth);
        if (_open.ContainsKey(name)) findings.AddLast(YamlProblems.CyclicAlias(span, name), span);
        else if (!_known.TryGetValue(name, out var found)) findings.AddLast(YamlProblems.UnknownAlias(span, name, _known.Keys), span);
        else if (depth + found.Height > maximumDepth) findings.AddLast(YamlProblems.TooDeep(span, maximumDepth), span);
        else
        {
            Reach(depth + found.Height);
            var within = _repeated <= Budget;
            _repeated += found.Size;
            _size += found.Size;
            if (_repeated <= Budget) return found.Node;
            if (within) findings.AddLast(YamlProblems.AliasBudget(span, Budget), span);
        }

        return nothing;
    }

    private void Reach(int depth)
    {
        if (depth > _deepest.Peek()) _deepest.Push(Math.Max(_deepest.Pop(), depth));
    }
}
