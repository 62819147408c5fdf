namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Maps, and values of any kind.</summary>
internal static class ObjectFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("object.default value default", "The second where the first is null, missing or an empty text.", "\"\" | object.default \"eth1\"", "**", null, c => c[0] is DatumNull or DatumText { Value: "" } ? c[1] : c[0]),
        new("object.has_key value key", "Whether a map has a name.", "{mtu: null} | object.has_key \"mtu\"", "mt", DatumKind.TruthValue, c => new DatumBool(c.Map(0).ContainsKey(c.Text(1)))),
        new("object.has_value value key", "Whether a map has a name, with a value that is not null.", "{mtu: null} | object.has_value \"mtu\"", "mt", DatumKind.TruthValue, c =>
            new DatumBool(c.Map(0).TryGetValue(c.Text(1), out var value) && value is not DatumNull)),
        new("object.keys value", "The names of a map.", "{a: 1, b: 2} | object.keys", "m", DatumKind.List, c => new DatumList([.. c.Map(0).Keys.Select(key => new DatumText(key))])),
        new("object.values value", "The values of a map.", "{a: 1, b: 2} | object.values", "m", DatumKind.List, c => new DatumList([.. c.Map(0).Values])),
        new("object.size value", "How many letters, items or names it has.", "{a: 1, b: 2} | object.size", "z", DatumKind.Integer, c => new DatumInteger(c[0] switch
        {
            DatumText text => text.Value.Length,
            DatumList list => list.Items.Count,
            _ => c.Map(0).Count,
        })),
        new("object.typeof value", "Its kind: `string`, `boolean`, `number`, `array`, `object`; null of null.", "[1] | object.typeof", "*", null, c => c[0] switch
        {
            DatumNull => Datum.Null,
            DatumText => new DatumText("string"),
            DatumBool => new DatumText("boolean"),
            DatumInteger or DatumNumber => new DatumText("number"),
            DatumList => new DatumText("array"),
            _ => new DatumText("object"),
        }),
    ];
}
