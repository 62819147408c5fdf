using System.Collections.Immutable;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// The names an expression may use. Immutable. A name, or a dotted path below one, can be declared without a value: it exists, but what it
/// is will be known only later (facts of a host that was not asked, the result of an earlier step). Its kind can be declared with it.
/// </summary>
public sealed class Scope
{
    // What was given as a whole stays as it was given, so that a scope of many variables costs nothing to make.
    private readonly IReadOnlyDictionary<string, Datum> _given;
    private readonly ImmutableDictionary<string, Declared> _declared;

    private Scope(IReadOnlyDictionary<string, Datum> given, ImmutableDictionary<string, Declared> declared) =>
        (_given, _declared) = (given, declared);

    public static Scope Empty { get; } = new(
        ImmutableDictionary<string, Datum>.Empty, ImmutableDictionary.Create<string, Declared>(StringComparer.Ordinal));

    /// <summary>All root names, in ordinal order.</summary>
    public IEnumerable<string> Names => _given.Keys.Concat(_declared.Keys).Distinct().Order(StringComparer.Ordinal);

    /// <summary>A scope over values that do not change any more.</summary>
    public static Scope Of(IReadOnlyDictionary<string, Datum> values) => new(values, Empty._declared);

    /// <summary>Gives a name a value; whatever was unknown at or below it no longer is.</summary>
    public Scope With(string name, Datum value) => new(_given, _declared.SetItem(name, new Declared(value, [])));

    /// <summary>Declares a name or a dotted path without a value, and its kind where that is known already.</summary>
    public Scope WithUnknown(string path, DatumKind? kind = null) => WithUnknown(path, asked => asked == path ? kind : null);

    /// <summary>Declares a name or a dotted path without a value; <paramref name="kinds"/> knows the kinds of the paths at and below it.</summary>
    public Scope WithUnknown(string path, Func<string, DatumKind?> kinds)
    {
        var root = path.Split('.', 2)[0];
        var before = Find(root);
        return new(_given, _declared.SetItem(root, new Declared(before?.Value, [.. before?.Unknown ?? [], new UnknownPath(path, kinds)])));
    }

    internal bool Declares(string root) => _declared.ContainsKey(root) || _given.ContainsKey(root);

    /// <summary>What is known of a root name, or null where it does not exist.</summary>
    internal Declared? Find(string root) =>
        _declared.GetValueOrDefault(root) ?? (_given.TryGetValue(root, out var value) ? new Declared(value, []) : null);

    /// <summary>A root name: its value, if it has one, and what of it is unknown.</summary>
    internal sealed record Declared(Datum? Value, ImmutableArray<UnknownPath> Unknown)
    {
        /// <summary>The declaration that makes the value at a path unknown.</summary>
        public UnknownPath? At(string path)
        {
            foreach (var unknown in Unknown)
                if (IsAtOrBelow(path, unknown.Path)) return unknown;
            return null;
        }

        /// <summary>True where the value at a path is known only in part.</summary>
        public bool HoldsUnknownBelow(string path)
        {
            foreach (var unknown in Unknown)
                if (unknown.Path.Length > path.Length && IsAtOrBelow(unknown.Path, path)) return true;
            return false;
        }

        private static bool IsAtOrBelow(string path, string above) =>
            path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '.');
    }

    internal sealed record UnknownPath(string Path, Func<string, DatumKind?> Kinds)
    {
        // Lists and texts have a size, whoever declared them.
        public DatumKind? KindOf(string path) => Kinds(path)
            ?? (path.EndsWith(".size", StringComparison.Ordinal) && Kinds(path[..^5]) is DatumKind.List or DatumKind.Text ? DatumKind.Integer : null);
    }
}
