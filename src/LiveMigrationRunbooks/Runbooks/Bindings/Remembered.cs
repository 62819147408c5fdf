using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What was worked out for hosts, by the values of the names it depends on, with what was wrong with it.</summary>
internal sealed class Remembered<T>(IReadOnlyList<string> names) where T : class
{
    private readonly Dictionary<string, (T Value, IReadOnlyList<Diagnostic> Problems)> _known = new(StringComparer.Ordinal);

    public T For(HostScope scope, ValueIds ids, Action<IReadOnlyList<Diagnostic>> tell, Func<Findings, T> work)
    {
        var key = Key(scope, ids);
        if (!_known.TryGetValue(key, out var known))
        {
            var findings = new Findings();
            known = _known[key] = (work(findings), findings.Sorted);
        }
        if (known.Problems.Count > 0) tell(known.Problems);
        return known.Value;
    }

    // Two letters hold one number; a text is the key that compares fastest.
    private string Key(HostScope scope, ValueIds ids) => names.Count == 0 ? "" : string.Create(names.Count * 2, (names, scope, ids), static (letters, state) =>
    {
        for (var index = 0; index < state.names.Count; index++)
        {
            var id = state.scope.IdOf(state.names[index], state.ids);
            (letters[2 * index], letters[(2 * index) + 1]) = ((char)(id & 0xFFFF), (char)(id >> 16));
        }
    });
}
