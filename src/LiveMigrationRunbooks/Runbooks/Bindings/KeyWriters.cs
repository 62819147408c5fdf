using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Finds steps that write one key on one host, in one play or in two. Steps whose conditions are not known yet are looked at again once
/// they are: two of them may exclude each other.
/// </summary>
internal sealed class KeyWriters
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundStep, int[]> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _names = [];
    private (int Host, BoundStep? Step)[] _writers = [];
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
                if (_writers[key] is { Step: { } first } writer && writer.Host == _host) problems.Add(RunbookProblems.TwoWriters(_names[key], step.Call.Span, first.Call.Span));
                else _writers[key] = (_host, step);
            }
        }
        return problems;
    }

    private int NumberOf(object list)
    {
        if (!_lists.TryGetValue(list, out var number)) _lists[list] = number = _lists.Count;
        return number;
    }

    private int[] KeysOf(BoundStep step)
    {
        if (_keys.TryGetValue(step, out var known)) return known;
        var keys = step is { Applies: Applies.Yes, Step: { } bound } ? bound.Keys.Select(Number).ToArray() : [];
        if (_writers.Length < _names.Count) Array.Resize(ref _writers, _names.Count * 2);
        return _keys[step] = keys;
    }

    private int Number(string key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        _names.Add(key);
        return _numbers[key] = _names.Count - 1;
    }
}
