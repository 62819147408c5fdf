namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Lists made from lists: parts, order, items more or less.</summary>
internal static class ArrayParts
{
    public static IEnumerable<Function> All { get; } =
    [
        Made("array.add list value", "One more item at the end.", "[1, 2] | array.add 3", "l*", c => [.. c.List(0), c[1]]),
        Made("array.add_range list1 list2", "The items of both.", "[1, 2] | array.add_range [3]", "ll", c => [.. c.List(0), .. c.List(1)]),
        Made("array.concat list1 list2", "The items of both.", "[1, 2] | array.concat [3]", "ll", c => [.. c.List(0), .. c.List(1)]),
        Made("array.compact list", "Without null.", "[1, null, 3] | array.compact", "l", c => c.List(0).Where(item => item is not DatumNull)),
        Made("array.limit list count", "The first items, so many.", "[4, 5, 6] | array.limit 2", "li", c => c.List(0).Take(Small(c.Integer(1)))),
        Made("array.offset list index", "Without the first items, so many.", "[4, 5, 6] | array.offset 2", "li", c => c.List(0).Skip(Small(c.Integer(1)))),
        Made("array.reverse list", "From the last to the first.", "[4, 5, 6] | array.reverse", "l", c => c.List(0).Reverse()),
        new("array.uniq list", "Each value once, where it stands first.", "[1, 1, 4, 5, 4] | array.uniq", "l", DatumKind.List, Uniq),
        new("array.sort list member?", "In order of their values, or of a member's: a name, or a path with points. Texts by code, equal ones as they stood, null first.",
            "[10, 2, 6] | array.sort", "l?t", DatumKind.List, Sort),
        new("array.insert_at list index value", "One more item at a place.", "[\"a\", \"b\"] | array.insert_at 1 \"x\"", "li*", DatumKind.List, InsertAt),
        Made("array.remove_at list index", "Without one item; a negative place counts from the end.", "[4, 5, 6] | array.remove_at (-1)", "li", RemoveAt),
    ];

    private static Function Made(string signature, string meaning, string example, string kinds, Func<Call, IEnumerable<Datum>> make) =>
        new(signature, meaning, example, kinds, DatumKind.List, call => new DatumList([.. make(call)]));

    private static int Small(long count) => (int)Math.Clamp(count, 0, int.MaxValue);

    private static Datum? Uniq(Call call)
    {
        var unique = new List<Datum>();
        foreach (var item in call.List(0))
        {
            if (!call.Budget.Spend(unique.Count)) return null;
            if (!unique.Exists(known => Operators.Same(known, item))) unique.Add(item);
        }

        return new DatumList(unique);
    }

    private static Datum? Sort(Call call)
    {
        var keys = call.List(0).Select(item => call.Count > 1 ? Member(item, call.Text(1)) : item).ToList();
        if (!call.Budget.Spend(keys.Count * (long)Math.Log2(keys.Count + 2))) return null;
        // One kind, with null beside it: an order among kinds would be an invention.
        var first = keys.Find(key => key is not DatumNull);
        var wrong = keys.Find(key => key is DatumList or DatumMap or DatumBool
            || (key is not DatumNull && first is not null && key.Is != first.Is && !(key.Is.IsNumeric() && first.Is.IsNumeric())));
        if (wrong is not null && first is not null) return call.Refuse(0, span => ExpressionProblems.NoOrder(span, first, wrong));
        return new DatumList([.. call.List(0).Zip(keys).OrderBy(pair => pair.Second, Comparer<Datum>.Create(Order)).Select(pair => pair.First)]);
    }

    private static int Order(Datum left, Datum right) => (left, right) switch
    {
        (DatumNull, DatumNull) => 0,
        (DatumNull, _) => -1,
        (_, DatumNull) => 1,
        _ => Operators.Compare(left, right),
    };

    private static Datum Member(Datum item, string path)
    {
        if (item is DatumMap map && map.Entries.TryGetValue(path, out var exact)) return exact;
        return path.Split('.').Aggregate(item, (value, name) => value is DatumMap step ? step.Entries.GetValueOrDefault(name, Datum.Null) : Datum.Null);
    }

    private static Datum? InsertAt(Call call)
    {
        var at = Small(call.Integer(1));
        if (!call.Budget.Spend(at)) return null;
        var items = call.List(0).ToList();
        while (items.Count < at) items.Add(Datum.Null);
        items.Insert(at, call[2]);
        return new DatumList(items);
    }

    private static IEnumerable<Datum> RemoveAt(Call call)
    {
        var at = call.Integer(1) < 0 ? call.List(0).Count + call.Integer(1) : call.Integer(1);
        return call.List(0).Where((_, index) => index != at);
    }
}
