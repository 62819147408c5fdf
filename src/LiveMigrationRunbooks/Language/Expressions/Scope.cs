using System.Collections.Immutable;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// The names an expression may use. Immutable. A name, or a dotted path below one, can be declared without a value: it exists, but what it
/// is will be known only later (facts of a host that was not asked, the result of an earlier step).
/// </summary>
public sealed class Scope
{
    private readonly ImmutableDictionary<string, Datum> _values;
    private readonly ImmutableHashSet<string> _unknown;

    private Scope(ImmutableDictionary<string, Datum> values, ImmutableHashSet<string> unknown) => (_values, _unknown) = (values, unknown);

    public static Scope Empty { get; } = new(
        ImmutableDictionary.Create<string, Datum>(StringComparer.Ordinal), ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    /// <summary>All root names, in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys.Concat(_unknown.Select(Root)).Distinct().Order(StringComparer.Ordinal);

    public static Scope Of(IReadOnlyDictionary<string, Datum> values) => new(Empty._values.SetItems(values), Empty._unknown);

    /// <summary>Gives a name a value; whatever was unknown at or below it no longer is.</summary>
    public Scope With(string name, Datum value) =>
        new(_values.SetItem(name, value), _unknown.Except(_unknown.Where(path => Root(path) == name)));

    /// <summary>Declares a name or a dotted path without a value.</summary>
    public Scope WithUnknown(string name) => new(_values, _unknown.Add(name));

    internal bool Declares(string name) => _values.ContainsKey(name) || _unknown.Any(path => Root(path) == name);

    internal Datum? Value(string name) => _values.GetValueOrDefault(name);

    internal bool IsUnknown(string path) =>
        _unknown.Count > 0 && (_unknown.Contains(path) || _unknown.Any(known => path.StartsWith(known + ".", StringComparison.Ordinal)));

    /// <summary>True where the value at a path is known only in part.</summary>
    internal bool HoldsUnknown(string path) => _unknown.Any(known => known.StartsWith(path + ".", StringComparison.Ordinal));

    private static string Root(string path) => path.Split('.', 2)[0];
}
