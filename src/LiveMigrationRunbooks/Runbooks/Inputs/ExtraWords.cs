namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Finds where the pairs of one <c>-e</c> begin. Inside of quotes and brackets nothing does.</summary>
internal static class ExtraWords
{
    public static IReadOnlyList<(string Name, int At)> NamesIn(string text)
    {
        var names = new List<(string, int)>();
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            // A quote within a word, as in it's, opens nothing.
            if (text[at] is '\'' or '"' && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && text.IndexOf(text[at], at + 1) is > 0 and var close) at = close;
            else if (text[at] is '[' or '{') depth++;
            else if (text[at] is ']' or '}') depth--;
            else if (depth <= 0 && (at == 0 || char.IsWhiteSpace(text[at - 1])) && NameAt(text, at) is { } name)
            {
                names.Add((name, at));
                at += name.Length;
            }
        }
        return names;
    }

    private static string? NameAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return end > at && end < text.Length && text[end] == '=' && !char.IsAsciiDigit(text[at]) ? text[at..end] : null;
    }
}
