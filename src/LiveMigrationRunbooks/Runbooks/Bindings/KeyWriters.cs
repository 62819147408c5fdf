using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Finds steps that write one key on one host, in one play or in two. Steps whose conditions are not known yet are looked at again once
/// they are: two of them may exclude each other. Who writes a whole file, as <c>file:/etc/x</c>, writes each part of it, as
/// <c>file:/etc/x#key</c>.
/// </summary>
internal sealed class KeyWriters
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundStep, int[]> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _names = [];
    private readonly List<int> _wholes = [];
    private (int Host, BoundStep? Step)[] _writers = [];
    private (int Host, BoundStep? Step)[] _partWriters = [];
    private int _host;

    /// <summary>What two steps of a host both write; hosts with the same steps are looked at once.</summary>
    public IReadOnlyList<Diagnostic> On(IReadOnlyList<BoundHost> plays)
    {
        if (!_seen.Add(string.Join(' ', plays.Select(play => NumberOf(play.Steps))))) return [];
        _host++;
        var problems = new List<Diagnostic>();
        foreach (var step in plays.SelectMany(play => play.Steps))
        {
            foreach (var key in KeysOf(step))
            {
                if (Writer(key) is { } first && !ReferenceEquals(first, step))
                {
                    problems.Add(RunbookProblems.TwoWriters(_names[key], step.Call.Span, first.Call.Span));
                    continue;
                }
                _writers[key] = (_host, step);
                if (_wholes[key] >= 0) _partWriters[_wholes[key]] = (_host, step);
            }
        }
        return problems;
    }

    // Whoever wrote the key before on this host, or the whole that it is a part of, or a part of it.
    private BoundStep? Writer(int key) => Of(_writers[key]) ?? (_wholes[key] >= 0 ? Of(_writers[_wholes[key]]) : Of(_partWriters[key]));

    private BoundStep? Of((int Host, BoundStep? Step) writer) => writer.Host == _host ? writer.Step : null;

    private int NumberOf(object list)
    {
        if (!_lists.TryGetValue(list, out var number)) _lists[list] = number = _lists.Count;
        return number;
    }

    private int[] KeysOf(BoundStep step)
    {
        if (_keys.TryGetValue(step, out var known)) return known;
        var keys = step is { Applies: Applies.Yes, Step: { } bound } ? bound.Keys.Select(Number).ToArray() : [];
        if (_writers.Length < _names.Count)
        {
            Array.Resize(ref _writers, _names.Count * 2);
            Array.Resize(ref _partWriters, _names.Count * 2);
        }
        return _keys[step] = keys;
    }

    private int Number(string key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        var whole = key.StartsWith("file:", StringComparison.Ordinal) && key.IndexOf('#', StringComparison.Ordinal) is > 0 and var at ? Number(key[..at]) : -1;
        _names.Add(key);
        _wholes.Add(whole);
        return _numbers[key] = _names.Count - 1;
    }
}
