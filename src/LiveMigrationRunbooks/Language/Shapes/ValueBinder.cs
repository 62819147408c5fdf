using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>Turns one YAML value into one value of a type; null where it does not have the type's form.</summary>
public static class ValueBinder
{
    private static readonly ConcurrentDictionary<string, Regex> s_patterns = new();

    public static object? Bind(Type type, YamlNode node)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Placed<>))
            return Bind(type.GetGenericArguments()[0], node) is { } placed ? Activator.CreateInstance(type, placed, node.Span) : null;
        if (type.IsInstanceOfType(node)) return node;
        if (ValueTypes.OwnFormOf(type) is { } own) return own.Bind(node);
        if (ValueTypes.ItemOf(type) is { } item) return List(type, item, node);
        if (ValueTypes.ValueOf(type) is { } value) return Map(type, value, node);
        return node is YamlScalar { IsNull: false } scalar ? Scalar(type, scalar) : null;
    }

    /// <summary>Whether a number is within a key's limits, and a text of its pattern; why not otherwise.</summary>
    public static string? OutsideOf(KeyAttribute about, object value)
    {
        if (value is int or long && Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && (number < about.Min || number > about.Max))
            return (about.Min, about.Max) switch
            {
                (_, long.MaxValue) => $"at least {about.Min}",
                (long.MinValue, _) => $"at most {about.Max}",
                _ => $"from {about.Min} to {about.Max}",
            };
        return value is string text && about.Pattern is { } pattern && !s_patterns.GetOrAdd(pattern, WholeText).IsMatch(text)
            ? about.PatternWords ?? pattern : null;
    }

    // The patterns are the catalogue's own and plain; an engine without backtracking would cost more than all the rest of a start.
    private static Regex WholeText(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);

    private static object? Scalar(Type type, YamlScalar scalar)
    {
        if (type == typeof(string)) return scalar.Text;
        if (type.IsEnum) return ValueTypes.Words(type).ToList().IndexOf(scalar.Text) is >= 0 and var at ? Enum.GetValues(type).GetValue(at) : null;
        if (type == typeof(TimeSpan)) return Quantity.TryDuration(scalar.Text, out var duration, out _) ? duration : null;
        if (!scalar.Plain) return null;
        if (type == typeof(bool)) return scalar.Text switch { "true" => true, "false" => false, _ => null };
        if (type == typeof(int)) return int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? small : null;
        if (type == typeof(long)) return long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? big : null;
        return null;
    }

    private static object? List(Type type, Type item, YamlNode node)
    {
        var nodes = node is YamlSequence sequence ? sequence.Items : [node];
        var array = Array.CreateInstance(item, nodes.Count);
        for (var index = 0; index < nodes.Count; index++)
        {
            if (Bind(item, nodes[index]) is not { } bound) return null;
            array.SetValue(bound, index);
        }

        return type.IsInterface ? array : Activator.CreateInstance(type, array);
    }

    private static object? Map(Type type, Type value, YamlNode node)
    {
        if (node is not YamlMapping mapping) return null;
        var pair = typeof(KeyValuePair<,>).MakeGenericType(typeof(string), value);
        var pairs = Array.CreateInstance(pair, mapping.Entries.Count);
        for (var index = 0; index < mapping.Entries.Count; index++)
        {
            if (Bind(value, mapping.Entries[index].Value) is not { } bound) return null;
            pairs.SetValue(Activator.CreateInstance(pair, mapping.Entries[index].Key.Text, bound), index);
        }

        return Activator.CreateInstance(type, pairs);
    }
}
