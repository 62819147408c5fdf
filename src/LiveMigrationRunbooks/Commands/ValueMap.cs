using System.Collections;
using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Commands;

/// <summary>A map from text keys that compares by content and lists its keys in ordinal order, so the same map prints the same bytes.</summary>
[JsonConverter(typeof(ValueMapConverterFactory))]
public sealed class ValueMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueMap<T>>
{
    private readonly SortedDictionary<string, T> _entries;

    public ValueMap(IEnumerable<KeyValuePair<string, T>> entries)
    {
        _entries = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in entries) _entries[key] = value;
    }

    public static ValueMap<T> Empty { get; } = new([]);

    public int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Keys;

    public IEnumerable<T> Values => _entries.Values;

    public T this[string key] => _entries[key];

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

#pragma warning disable CS8767 // the interface predates nullable annotations on unconstrained values
    public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) =>
        _entries.TryGetValue(key, out value);
#pragma warning restore CS8767

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ValueMap<T>? other) => other is not null && _entries.SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as ValueMap<T>);

    public override int GetHashCode() => _entries.Aggregate(Count, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    public override string ToString() => "{" + string.Join(", ", _entries.Select(entry => $"{entry.Key}: {entry.Value}")) + "}";
}

/// <summary>Makes a <see cref="ValueMap{T}"/>.</summary>
public static class ValueMap
{
    public static ValueMap<T> ToValueMap<T>(this IEnumerable<KeyValuePair<string, T>> entries) => new(entries);
}
