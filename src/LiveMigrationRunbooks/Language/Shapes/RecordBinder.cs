using System.Reflection;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>
/// Binds a mapping to the record it is written as. Everything that is wrong is told: keys nobody knows, keys that are missing, values of
/// another form, in this record and in those inside of it. Parameters that are not keys keep their defaults, but for one
/// <c>SourceSpan</c>, which becomes the place of the mapping.
/// </summary>
public static class RecordBinder
{
    /// <summary>
    /// The record; null only where a key that it cannot be without is missing or wrong. A wrong value is told, and its default stands in for
    /// it, so that what depends on the record is looked at in the same go.
    /// </summary>
    public static T? Bind<T>(YamlNode node, Findings findings) where T : class => (T?)Bind(typeof(T), node, findings);

    private static object? Bind(Type type, YamlNode node, Findings findings)
    {
        var shape = RecordShape.Of(type) ?? throw new InvalidOperationException($"{type.Name} describes no keys.");
        var expect = new YamlExpect(findings);
        if (expect.Mapping(node) is not { } mapping) return null;
        var later = mapping.Entries.Where(entry => shape.NotYet.Contains(entry.Key.Text)).ToList();
        foreach (var entry in later) findings.Add(NotYetProblems.Key(entry.Key));
        expect.UnknownKeys(mapping with { Entries = [.. mapping.Entries.Except(later)] }, shape.Names);
        var whole = true;
        var values = shape.Parameters.Select(each =>
        {
            if (each.Key is not { } key) return Beside(each.Parameter, mapping);
            var given = mapping.Entry(key.Name);
            if (given is null && key.Required) findings.Add(ShapeProblems.MissingKey(mapping.Span, key.Name));
            var bound = given is null ? null : Value(key, given, findings);
            whole &= bound is not null || !key.Required;
            return bound ?? key.Default;
        }).ToArray();
        return whole ? shape.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null) : null;
    }

    private static object? Beside(ParameterInfo parameter, YamlMapping mapping) =>
        parameter.ParameterType == typeof(Text.SourceSpan) ? mapping.Span : parameter.HasDefaultValue ? parameter.DefaultValue : null;

    private static object? Value(KeyShape key, YamlEntry given, Findings findings)
    {
        if (Records(key.Type, given.Value, findings) is { } records) return records.Bound;
        if (ValueBinder.Bind(key.Type, given.Value) is not { } bound)
        {
            findings.Add(KeyProblems.WrongForm(key, given.Value));
            return null;
        }

        if (ValueBinder.OutsideOf(key.About, bound) is not { } allowed) return bound;
        findings.Add(KeyProblems.Outside(key, given.Value, allowed));
        return null;
    }

    /// <summary>A record, a list of records or a map of them, each told for itself; null for every other type.</summary>
    private static (object? Bound, bool Records)? Records(Type type, YamlNode node, Findings findings)
    {
        var bare = ValueTypes.Bare(type);
        if (ValueTypes.OwnFormOf(bare) is not null) return null;
        if (ValueTypes.ItemOf(bare) is { } item && RecordShape.Of(item) is not null && ValueTypes.OwnFormOf(item) is null)
        {
            if (new YamlExpect(findings).Sequence(node) is not { } list) return (null, true);
            var items = list.Items.Select(each => Bind(item, each, findings)).ToList();
            return (Collected(bare, item, [.. items.Where(each => each is not null)]), true);
        }

        if (ValueTypes.ValueOf(bare) is { } value && RecordShape.Of(value) is not null && ValueTypes.OwnFormOf(value) is null)
        {
            if (new YamlExpect(findings).Mapping(node) is not { } map) return (null, true);
            var pair = typeof(KeyValuePair<,>).MakeGenericType(typeof(string), value);
            var pairs = map.Entries.Select(entry => Bind(value, entry.Value, findings) is { } bound ? Activator.CreateInstance(pair, entry.Key.Text, bound) : null).ToList();
            return (Collected(bare, pair, [.. pairs.Where(each => each is not null)]), true);
        }

        return RecordShape.Of(bare) is null ? null : (Bind(bare, node, findings), true);
    }

    private static object? Collected(Type type, Type item, IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(item, items.Count);
        for (var index = 0; index < items.Count; index++) array.SetValue(items[index], index);
        if (!type.IsInterface) return Activator.CreateInstance(type, array);
        return ValueTypes.ValueOf(type) is { } value ? Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value), array) : array;
    }
}
