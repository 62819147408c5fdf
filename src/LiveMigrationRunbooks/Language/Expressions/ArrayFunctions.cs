namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>What is in a list, and what is made of each item.</summary>
internal static class ArrayFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("array.size list", "How many items it has.", "[4, 5, 6] | array.size", "l", DatumKind.Integer, c => new DatumInteger(c.List(0).Count)),
        new("array.first list", "The first item; null where there is none.", "[4, 5, 6] | array.first", "l", null, c => c.List(0) is [var first, ..] ? first : Datum.Null),
        new("array.last list", "The last item; null where there is none.", "[4, 5, 6] | array.last", "l", null, c => c.List(0) is [.., var last] ? last : Datum.Null),
        new("array.contains list item", "Whether a value is among the items.", "[\"eth1\", \"eth2\"] | array.contains \"eth1\"", "l*", DatumKind.TruthValue, c =>
            new DatumBool(c.List(0).Any(item => Operators.Same(item, c[1])))),
        new("array.join list delimiter function?", "The items as one text, with a text between them; a function can change each first.", "[\"eth1\", \"eth2\"] | array.join \", \" @string.upcase", "lt?f", DatumKind.Text, Join),
        new("array.each list function", "What a function makes of each item.", "[\"eth1\", \"eth2\"] | array.each @string.upcase", "lf", DatumKind.List, Each),
        new("array.filter list function", "The items of which a function says true.", "[\"a\", \"\", \" \"] | array.filter @string.whitespace", "lf", DatumKind.List, Filter),
        new("array.any list function argument…", "Whether a function says true of an item; what follows are its other arguments.", "[\"eth1\", \"bond0\"] | array.any @string.starts_with \"bond\"", "lf+", DatumKind.TruthValue, Any),
        new("array.map list member", "This member of each item that has it.", "[{name: \"a\"}, {name: \"b\"}] | array.map \"name\"", "lt", DatumKind.List, Map),
    ];

    private static Datum? Join(Call call)
    {
        var texts = new List<string>();
        foreach (var item in call.List(0))
        {
            // As in Scriban, the function gets the item's text.
            var text = call.Count > 2 && item is not (DatumList or DatumMap) ? call.Hand(new DatumText(item.InText()), 3) : item;
            if (text is null) return null;
            if (text is DatumList or DatumMap) return call.Refuse(0, span => ExpressionProblems.NotInText(span, text));
            texts.Add(text.InText());
        }

        return texts.Sum(text => (long)text.Length + call.Text(1).Length) > Budget.MaximumText
            ? call.Refuse(0, span => ExpressionProblems.TooMuchText(span, Budget.MaximumText)) : new DatumText(string.Join(call.Text(1), texts));
    }

    private static Datum? Each(Call call)
    {
        var made = new List<Datum>();
        foreach (var item in call.List(0))
        {
            if (call.Hand(item, 2) is not { } value) return null;
            made.Add(value);
        }

        return new DatumList(made);
    }

    private static Datum? Filter(Call call)
    {
        var kept = new List<Datum>();
        foreach (var item in call.List(0))
        {
            if (Says(call, item) is not { } truth) return null;
            if (truth) kept.Add(item);
        }

        return new DatumList(kept);
    }

    private static Datum? Any(Call call)
    {
        foreach (var item in call.List(0))
        {
            if (Says(call, item) is not { } truth) return null;
            if (truth) return new DatumBool(true);
        }

        return new DatumBool(false);
    }

    private static bool? Says(Call call, Datum item)
    {
        var value = call.Hand(item, 2);
        if (value is DatumBool truth) return truth.Value;
        if (value is not null) call.Refuse(1, span => ExpressionProblems.WrongKind(span, "A function that says true or false", value, "Use one like @string.empty."));
        return null;
    }

    private static Datum? Map(Call call) => new DatumList(
    [
        .. call.List(0).Select(item => item is DatumMap map ? map.Entries.GetValueOrDefault(call.Text(1)) : null).OfType<Datum>(),
    ]);
}
