using System.Collections.Concurrent;
using System.Reflection;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>The mapping that a record is written as: its keys, in the order of the constructor. Parameters without a description are not keys.</summary>
public sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape?> s_known = new();

    private RecordShape(ConstructorInfo constructor, IReadOnlyList<KeyShape> keys) =>
        (Constructor, Keys, Names, NotYet) = (constructor, keys, [.. keys.Select(key => key.Name)], constructor.DeclaringType?.GetCustomAttribute<NotYetAttribute>()?.Keys ?? []);

    public IReadOnlyList<KeyShape> Keys { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Keys that the language has a place for and this version does not carry out.</summary>
    public IReadOnlyList<string> NotYet { get; }

    internal ConstructorInfo Constructor { get; }

    /// <summary>The shape of a record whose constructor describes keys; null for every other type.</summary>
    public static RecordShape? Of(Type type) => s_known.GetOrAdd(type, Make);

    private static RecordShape? Make(Type type)
    {
        if (type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length) is not { } constructor) return null;
        var keys = constructor.GetParameters()
            .Select(parameter => (Parameter: parameter, About: parameter.GetCustomAttribute<KeyAttribute>()))
            .Where(described => described.About is not null)
            .Select(described => KeyShape.Of(described.Parameter, described.About ?? throw new InvalidOperationException()))
            .ToList();
        return keys.Count == 0 ? null : new RecordShape(constructor, keys);
    }
}
