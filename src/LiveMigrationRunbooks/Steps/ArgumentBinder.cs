using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A type of argument with a form of its own in YAML: it reads itself and says what it expects.</summary>
public interface IArgument<TSelf>
{
    /// <summary>What it looks like, for error texts: <c>a whole number or a list of them</c>.</summary>
    static abstract string Form { get; }

    /// <summary>The value, or null where the node does not have the form.</summary>
    static abstract TSelf? Bind(YamlNode node);
}

/// <summary>Turns one YAML value into one argument by the argument's type.</summary>
internal static class ArgumentBinder
{
    public static object? Bind(StepArgument argument, YamlNode node, Findings findings)
    {
        var bound = Bind(argument.Type, node);
        if (bound is null)
        {
            findings.Add(StepProblems.WrongForm(argument.Name, node, FormOf(argument.Type)));
            return null;
        }
        var about = argument.About;
        if (bound is int or long && Convert.ToInt64(bound) is var number && (number < about.Min || number > about.Max))
        {
            findings.Add(StepProblems.OutOfRange(argument, node, number));
            return null;
        }
        if (bound is string text && about.Pattern is { } pattern && !Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking))
        {
            findings.Add(StepProblems.WrongForm(argument.Name, node, about.PatternWords ?? pattern));
            return null;
        }
        return bound;
    }

    /// <summary>What a type looks like in YAML, for error texts and the reference.</summary>
    public static string FormOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "text";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(bool)) return "true or false";
        if (type.IsEnum) return string.Join(" or ", Names(type));
        if (ElementOf(type, typeof(ValueList<>)) is { } item) return $"a list, each {FormOf(item)}";
        if (ElementOf(type, typeof(ValueMap<>)) is { } value) return $"a mapping, each value {FormOf(value)}";
        return (string?)type.GetProperty("Form", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? type.Name;
    }

    public static IReadOnlyList<string> Names(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static Type? ElementOf(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[0] : null;

    private static object? Bind(Type type, YamlNode node)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(type, typeof(ValueList<>)) is { } item) return BindList(type, item, node);
        if (ElementOf(type, typeof(ValueMap<>)) is { } value) return BindMap(type, value, node);
        if (type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IArgument<>)))
            return type.GetMethod("Bind", BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [node]);
        if (node is not YamlScalar scalar) return null;
        if (type == typeof(string)) return scalar.Text;
        if (type.IsEnum)
            return Enum.GetNames(type).Where(name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name) == scalar.Text).Select(name => Enum.Parse(type, name)).FirstOrDefault();
        if (!scalar.Plain) return null;
        if (type == typeof(bool)) return scalar.Text switch { "true" => true, "false" => false, _ => null };
        if (type == typeof(int)) return int.TryParse(scalar.Text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var small) ? small : null;
        if (type == typeof(long)) return long.TryParse(scalar.Text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var big) ? big : null;
        return null;
    }

    private static object? BindList(Type type, Type item, YamlNode node)
    {
        // A single value stands for a list of one, as people write it.
        var nodes = node is YamlSequence sequence ? sequence.Items : [node];
        var items = nodes.Select(each => Bind(item, each)).ToList();
        if (items.Contains(null)) return null;
        var array = Array.CreateInstance(item, items.Count);
        ((ICollection)items).CopyTo(array, 0);
        return Activator.CreateInstance(type, array);
    }

    private static object? BindMap(Type type, Type value, YamlNode node)
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
