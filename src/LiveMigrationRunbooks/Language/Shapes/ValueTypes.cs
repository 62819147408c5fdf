using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>
/// What a type of value is to people who write it. A list is any type with a constructor from <see cref="IReadOnlyList{T}"/>, a map any with
/// one from pairs; a single value stands for a list of one.
/// </summary>
public static class ValueTypes
{
    private static readonly ConcurrentDictionary<Type, OwnForm?> s_forms = new();

    /// <summary>The type without <see cref="Nullable{T}"/> and <see cref="Placed{T}"/>.</summary>
    public static Type Bare(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Placed<>) ? type.GetGenericArguments()[0] : type;
    }

    public static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericArguments() is [var item]
        && type.IsAssignableTo(typeof(IReadOnlyList<>).MakeGenericType(item)) ? item : null;

    public static Type? ValueOf(Type type) => type.IsGenericType && type.GetGenericArguments() is [var value]
        && type.IsAssignableTo(typeof(IReadOnlyDictionary<,>).MakeGenericType(typeof(string), value)) ? value : null;

    /// <summary>The words of an enumeration as they are written.</summary>
    public static IReadOnlyList<string> Words(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>What a type says of itself; null where it has no form of its own.</summary>
    public static OwnForm? OwnFormOf(Type type) => s_forms.GetOrAdd(type, static type =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IForm<>) && face.GetGenericArguments()[0] == type)
            ? (OwnForm?)typeof(ValueTypes).GetMethod(nameof(Said), BindingFlags.NonPublic | BindingFlags.Static)?.MakeGenericMethod(type).Invoke(null, null)
            : null);

    /// <summary>What a type looks like, for error texts and the reference.</summary>
    public static string FormOf(Type type)
    {
        type = Bare(type);
        if (OwnFormOf(type) is { } own) return own.Form;
        if (type == typeof(string) || type == typeof(YamlScalar)) return "text";
        if (type == typeof(YamlMapping)) return "a mapping";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(TimeSpan)) return "a duration: 30s, 2m";
        if (type.IsEnum) return string.Join(" or ", Words(type));
        if (ItemOf(type) is { } item) return $"a list, each {FormOf(item)}";
        if (ValueOf(type) is { } value) return $"a mapping, each value {FormOf(value)}";
        return RecordShape.Of(type) is { } record ? $"a mapping with {string.Join(", ", record.Names)}" : "any value";
    }

    private static OwnForm Said<T>() where T : class, IForm<T> => new(T.Form, T.JsonTypes, T.Bind, T.WhyNot);
}

/// <summary>What a type with a form of its own says of itself.</summary>
public sealed record OwnForm(
    string Form, IReadOnlyList<string> JsonTypes, Func<YamlNode, object?> Bind, Func<YamlNode, string?> WhyNot);
