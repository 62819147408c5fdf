namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Parts of texts: found, cut out, replaced, filled up.</summary>
internal static class StringParts
{
    public static IEnumerable<Function> All { get; } =
    [
        Told("string.contains text value", "Whether a text is part of another; the empty text is not.", "\"eth1\" | string.contains \"th\"", "tt", c =>
            c.Text(1).Length > 0 && c.Text(0).Contains(c.Text(1), StringComparison.Ordinal)),
        Told("string.starts_with text value", "Whether it begins with a text that is not empty.", "\"eth1\" | string.starts_with \"eth\"", "tt", c =>
            c.Text(1).Length > 0 && c.Text(0).StartsWith(c.Text(1), StringComparison.Ordinal)),
        Told("string.ends_with text value", "Whether it ends with a text that is not empty.", "\"kvm1.lab\" | string.ends_with \".lab\"", "tt", c =>
            c.Text(1).Length > 0 && c.Text(0).EndsWith(c.Text(1), StringComparison.Ordinal)),
        Told("string.empty text", "Whether it has no letters.", "\"\" | string.empty", "t", c => c.Text(0).Length == 0),
        Told("string.whitespace text", "Whether it has nothing but white space.", "\"  \" | string.whitespace", "t", c => string.IsNullOrWhiteSpace(c.Text(0))),
        Told("string.equals_ignore_case text value", "Whether two texts are the same but for capitals.", "\"ETH1\" | string.equals_ignore_case \"eth1\"", "tt", c =>
            c.Text(0).Equals(c.Text(1), StringComparison.InvariantCultureIgnoreCase)),
        new("string.size text", "How many letters it has.", "\"eth1\" | string.size", "t", DatumKind.Integer, c => new DatumInteger(c.Text(0).Length)),
        new("string.index_of text search", "Where a text begins in another, from 0; or -1.", "\"kvm1.lab\" | string.index_of \".\"", "tt", DatumKind.Integer, c =>
            new DatumInteger(c.Text(0).IndexOf(c.Text(1), StringComparison.Ordinal))),
        Made("string.slice text start length?", "A part of it; a negative start counts from the end.", "\"eth100\" | string.slice 3", "ti?i", Slice),
        Made("string.truncate text length ellipsis?", "At most so many letters, an ellipsis included.", "\"a long description\" | string.truncate 9", "ti?t", Truncate),
        Made("string.remove text remove", "Without any occurrence of a text.", "\"52:54:00\" | string.remove \":\"", "tt", c => Replaced(c.Text(0), c.Text(1), "")),
        Made("string.remove_first text remove", "Without the first occurrence, capital or not.", "\"a-b-c\" | string.remove_first \"-\"", "tt", c => Once(c.Text(0), c.Text(1), "", last: false)),
        Made("string.remove_last text remove", "Without the last occurrence, capital or not.", "\"a-b-c\" | string.remove_last \"-\"", "tt", c => Once(c.Text(0), c.Text(1), "", last: true)),
        Made("string.replace text match replace", "Another text in place of each occurrence.", "\"eth1\" | string.replace \"eth\" \"bond\"", "ttt", c => Replaced(c.Text(0), c.Text(1), c.Text(2))),
        Made("string.replace_first text match replace from_end?", "Another text in place of the first occurrence, or of the last; capital or not.", "\"a-b-c\" | string.replace_first \"-\" \"+\"", "ttt?b", c =>
            Once(c.Text(0), c.Text(1), c.Text(2), c.Count > 3 && c[3] is DatumBool { Value: true })),
        new("string.split text match", "The parts between the occurrences of a text; empty parts are left out.", "\"eth1,,eth2\" | string.split \",\"", "tt", DatumKind.List, Split),
        new("string.pad_left text width", "Spaces in front, up to a width.", "\"7\" | string.pad_left 3", "ti", DatumKind.Text, c => Padded(c, left: true)),
        new("string.pad_right text width", "Spaces behind, up to a width.", "(\"7\" | string.pad_right 3) + \"|\"", "ti", DatumKind.Text, c => Padded(c, left: false)),
    ];

    private static Function Made(string signature, string meaning, string example, string kinds, Func<Call, string> make) =>
        new(signature, meaning, example, kinds, DatumKind.Text, call => new DatumText(make(call)));

    private static Function Told(string signature, string meaning, string example, string kinds, Func<Call, bool> tell) =>
        new(signature, meaning, example, kinds, DatumKind.TruthValue, call => new DatumBool(tell(call)));

    private static string Replaced(string text, string match, string by) => match.Length == 0 ? text : text.Replace(match, by, StringComparison.Ordinal);

    private static string Once(string text, string match, string by, bool last)
    {
        if (match.Length == 0) return text;
        var at = last ? text.LastIndexOf(match, StringComparison.OrdinalIgnoreCase) : text.IndexOf(match, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? text : text[..at] + by + text[(at + match.Length)..];
    }

    private static string Slice(Call call)
    {
        var (text, start) = (call.Text(0), call.Integer(1));
        if (start >= text.Length) return "";
        var length = call.Count > 2 ? call.Integer(2) : text.Length;
        if (start < 0) start += text.Length;
        if (start < 0) (start, length) = (0, length + start);
        return length <= 0 ? "" : text.Substring((int)start, (int)Math.Min(length, text.Length - start));
    }

    private static string Truncate(Call call)
    {
        var (text, length, ellipsis) = (call.Text(0), call.Integer(1), call.Count > 2 ? call.Text(2) : "...");
        return text.Length <= length ? text : text[..(int)Math.Clamp(length - ellipsis.Length, 0, text.Length)] + ellipsis;
    }

    private static Datum? Split(Call call)
    {
        var (text, match) = (call.Text(0), call.Text(1));
        string[] parts = match.Length == 0 ? text.Length == 0 ? [] : [text] : text.Split(match, StringSplitOptions.RemoveEmptyEntries);
        return new DatumList([.. parts.Select(part => new DatumText(part))]);
    }

    private static Datum? Padded(Call call, bool left)
    {
        if (call.Integer(1) > Budget.MaximumText) return call.Refuse(1, span => ExpressionProblems.TooMuchText(span, Budget.MaximumText));
        var width = (int)Math.Max(0, call.Integer(1));
        return new DatumText(left ? call.Text(0).PadLeft(width) : call.Text(0).PadRight(width));
    }
}
