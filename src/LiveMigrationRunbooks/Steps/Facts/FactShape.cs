using System.Reflection;
using System.Text.Json;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>The facts as expressions see them: their paths, known before any host is asked, and their values as plain data.</summary>
public static class FactShape
{
    /// <summary>Every path, with <c>*</c> where a name of the host's own stands: <c>facts.os</c>, <c>facts.nic.*.mtu</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. PathsOf(typeof(HostFacts), "facts").Order(StringComparer.Ordinal)];

    /// <summary>Whether a path names a fact, a group of facts or a name of the host's own: <c>facts.nic.eth1.mtu</c>, <c>facts.nic</c>.</summary>
    public static bool Knows(string path)
    {
        var asked = path.Split('.');
        return Paths.Select(known => known.Split('.')).Any(known =>
            asked.Length <= known.Length && asked.Zip(known).All(pair => pair.Second == "*" || pair.First == pair.Second));
    }

    /// <summary>Nested maps, lists, text and numbers (<see cref="long"/>), named in snake case.</summary>
    public static IReadOnlyDictionary<string, object?> ToData(HostFacts facts) => Members(facts);

    private static IReadOnlyDictionary<string, object?> Members(object record) =>
        Properties(record.GetType()).ToDictionary(property => Name(property), property => Data(property.GetValue(record)), StringComparer.Ordinal);

    private static object? Data(object? value) => value switch
    {
        int number => (long)number,
        ValueList<string> list => list.ToArray(),
        ValueMap<NicFact> nics => nics.ToDictionary(nic => nic.Key, nic => (object?)Members(nic.Value), StringComparer.Ordinal),
        _ => value,
    };

    private static IEnumerable<string> PathsOf(Type type, string above) => Properties(type).SelectMany(property =>
        property.PropertyType == typeof(ValueMap<NicFact>) ? PathsOf(typeof(NicFact), $"{above}.{Name(property)}.*") : [$"{above}.{Name(property)}"]);

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
