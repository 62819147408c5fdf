using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What a loop goes over, with a short word for each item.</summary>
internal static class LoopItems
{
    public const int Most = 1_000;

    /// <summary>Null where it is not known yet, or where it is not a list or mapping, which is told.</summary>
    public static IReadOnlyList<(Datum Item, string Label)>? Of(ForEach loop, Chain chain, HostScope scope, Findings findings)
    {
        // A text that is no template was told when it was read.
        if (loop.Over is YamlScalar written && !Template.Holds(written.Text)) return null;
        if (scope.Resolve(loop.Over, chain, findings) is not { } tree) return null;
        IReadOnlyList<(Datum, string)>? items = Datum.From(tree) switch
        {
            DatumList list => [.. list.Items.Select((item, index) => (item, Label(item, index)))],
            DatumMap map => [.. map.Entries.Select(entry => (Pair(entry.Key, entry.Value), entry.Key))],
            _ => null,
        };
        if (items is null) findings.Add(StructureProblems.NothingToRepeat(loop.Span, Datum.From(tree) is DatumNull ? "empty" : $"'{Datum.From(tree).Text}'"));
        else if (items.Count > Most) findings.Add(StructureProblems.TooMany(loop.Span, Most));
        return items?.Count > Most ? null : items;
    }

    private static Datum Pair(string key, Datum value) => new DatumMap(new Dictionary<string, Datum>(StringComparer.Ordinal) { ["key"] = new DatumText(key), ["value"] = value });

    private static string Label(Datum item, int index) => item switch
    {
        DatumMap map when map.Entries.TryGetValue("name", out var name) && name is not (DatumList or DatumMap or DatumNull) => name.Text,
        DatumList or DatumMap or DatumNull => (index + 1).ToString(CultureInfo.InvariantCulture),
        _ => item.Text,
    };
}
