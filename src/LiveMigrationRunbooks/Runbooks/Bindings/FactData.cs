using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Facts as data for expressions. They are data only: a template inside a fact stays text.</summary>
internal static class FactData
{
    public static Datum Of(HostFacts facts) => Of(FactShape.ToData(facts));

    private static Datum Of(object? value) => value switch
    {
        null => new DatumNull(),
        string text => new DatumText(text),
        long number => new DatumInteger(number),
        bool truth => new DatumBool(truth),
        IReadOnlyDictionary<string, object?> members => new DatumMap(members.ToDictionary(member => member.Key, member => Of(member.Value), StringComparer.Ordinal)),
        IEnumerable<string> items => new DatumList([.. items.Select(item => new DatumText(item))]),
        _ => throw new InvalidOperationException($"A fact cannot be a {value.GetType().Name}."),
    };
}
