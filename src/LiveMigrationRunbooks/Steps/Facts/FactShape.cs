using System.Reflection;
using System.Text.Json;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Expressions;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>The facts as expressions see them: their paths, known before any host is asked, and their values as plain data.</summary>
public static class FactShape
{
    // What stands at each path; '*' is a name of the host's own.
    private static readonly IReadOnlyDictionary<string, PropertyInfo> s_facts =
        FactsOf(typeof(HostFacts), "facts").ToDictionary(pair => pair.Path, pair => pair.Fact, StringComparer.Ordinal);

    private static readonly string[][] s_split = [.. s_facts.Keys.Select(path => path.Split('.'))];

    /// <summary>Every path, with <c>*</c> where a name of the host's own stands: <c>facts.os</c>, <c>facts.nic.*.mtu</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. s_facts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// Whether a path names a fact, a group of facts or a name of the host's own: <c>facts.nic.eth1.mtu</c>, <c>facts.nic</c>; or the size of a
    /// text or a list.
    /// </summary>
    public static bool Knows(string path) => KindOf(path) is not null
        || (path.EndsWith(".size", StringComparison.Ordinal) && KindOf(path[..^5]) is DatumKind.Text or DatumKind.List);

    /// <summary>The kind of value at a path, or null where there is none.</summary>
    public static DatumKind? KindOf(string path)
    {
        var asked = path.Split('.');
        foreach (var known in s_split)
        {
            if (asked.Length > known.Length || !asked.Zip(known).All(pair => pair.Second == "*" || pair.First == pair.Second)) continue;
            return asked.Length < known.Length ? DatumKind.Map : Kind(s_facts[string.Join('.', known)].PropertyType);
        }

        return null;
    }

    /// <summary>What the fact at one of <see cref="Paths"/> tells.</summary>
    public static string About(string path) => s_facts[path].GetCustomAttribute<TellsAttribute>()?.About ?? throw new InvalidOperationException($"{path} does not say what it tells.");

    /// <summary>Nested maps, lists, text and numbers (<see cref="long"/>), named in snake case.</summary>
    public static IReadOnlyDictionary<string, object?> ToData(HostFacts facts) => Members(facts);

    private static IReadOnlyDictionary<string, object?> Members(object record) =>
        Properties(record.GetType()).ToDictionary(property => Name(property), property => Data(property.GetValue(record)), StringComparer.Ordinal);

    private static object? Data(object? value) => value switch
    {
        int number => (long)number,
        ValueList<string> list => list.ToArray(),
        ValueMap<NicFact> nics => nics.ToDictionary(nic => nic.Key, nic => (object?)Members(nic.Value), StringComparer.Ordinal),
        ValueMap<MountFact> mounts => mounts.ToDictionary(mount => mount.Key, mount => (object?)Members(mount.Value), StringComparer.Ordinal),
        not null when IsGroup(value.GetType()) => Members(value),
        _ => value,
    };

    private static IEnumerable<(string Path, PropertyInfo Fact)> FactsOf(Type type, string above) => Properties(type).SelectMany(property =>
        property.PropertyType is { IsGenericType: true } map && map.GetGenericTypeDefinition() == typeof(ValueMap<>)
            ? FactsOf(map.GetGenericArguments()[0], $"{above}.{Name(property)}.*")
            : IsGroup(property.PropertyType) ? FactsOf(property.PropertyType, $"{above}.{Name(property)}")
            : [($"{above}.{Name(property)}", property)]);

    // A record of facts, in the folder that holds them.
    private static bool IsGroup(Type type) => type.Namespace == typeof(FactShape).Namespace;

    private static DatumKind Kind(Type type) => type == typeof(string) ? DatumKind.Text
        : type == typeof(int) || type == typeof(long) ? DatumKind.Integer
        : type == typeof(bool) ? DatumKind.TruthValue
        : type == typeof(ValueList<string>) ? DatumKind.List
        : throw new InvalidOperationException($"A fact cannot be a {type.Name}.");

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
