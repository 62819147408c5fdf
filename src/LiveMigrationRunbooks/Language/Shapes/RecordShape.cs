using System.Collections.Concurrent;
using System.Reflection;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>The mapping that a record is written as: its keys, in the order of the constructor. Parameters without a description are not keys.</summary>
public sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape?> s_known = new();

    private RecordShape(ConstructorInfo constructor, IReadOnlyList<(ParameterInfo Parameter, KeyShape? Key)> parameters)
    {
        (Constructor, Parameters) = (constructor, parameters);
        Keys = [.. parameters.Select(each => each.Key).OfType<KeyShape>()];
        Names = [.. Keys.Select(key => key.Name)];
        NotYet = constructor.DeclaringType?.GetCustomAttribute<NotYetAttribute>()?.Keys ?? [];
    }

    public IReadOnlyList<KeyShape> Keys { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Keys that the language has a place for and this version does not carry out.</summary>
    public IReadOnlyList<string> NotYet { get; }

    internal ConstructorInfo Constructor { get; }

    /// <summary>
    /// All that the constructor takes, and the key of each that is one. Kept, because the runtime may give a constructor's parameters as other objects
    /// later: where two threads were the first to ask, each has its own, and only one set of them stays.
    /// </summary>
    internal IReadOnlyList<(ParameterInfo Parameter, KeyShape? Key)> Parameters { get; }

    /// <summary>The shape of a record whose constructor describes keys; null for every other type.</summary>
    public static RecordShape? Of(Type type) => s_known.GetOrAdd(type, Make);

    private static RecordShape? Make(Type type)
    {
        if (type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length) is not { } constructor) return null;
        var parameters = constructor.GetParameters().Select(parameter => (parameter, parameter.GetCustomAttribute<KeyAttribute>() is { } about ? KeyShape.Of(parameter, about) : null)).ToList();
        return parameters.TrueForAll(each => each.Item2 is null) ? null : new RecordShape(constructor, parameters);
    }
}
