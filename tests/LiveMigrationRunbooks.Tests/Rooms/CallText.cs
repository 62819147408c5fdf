using System.Text;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>Takes the arguments of a call apart, as text: enough of C# for the constructors of diagnostics.</summary>
internal static class CallText
{
    /// <summary>The arguments from just behind the opening parenthesis to its closing one.</summary>
    public static IReadOnlyList<string> Arguments(string text, int at)
    {
        var arguments = new List<string>();
        var begin = at;
        for (var depth = 0; depth >= 0; at++)
        {
            if (text[at] == '"') at = Skip(text, at) - 1;
            else if (text[at] is '(' or '[' or '{') depth++;
            else if (text[at] is ')' or ']' or '}') depth--;
            if (depth >= 0 && !(text[at] == ',' && depth == 0)) continue;
            arguments.Add(text[begin..at].Trim());
            begin = at + 1;
        }
        return arguments;
    }

    /// <summary>What an expression says: its literals with <c>…</c> for what is put in; those of a choice one after the other.</summary>
    public static string Sentence(string expression)
    {
        if (expression.StartsWith("Suggestion.Fix(", StringComparison.Ordinal)) return "Did you mean …? Or the known ones are listed.";
        var said = new List<string>();
        for (var at = 0; at < expression.Length; at++)
        {
            if (expression[at] != '"') continue;
            var end = Skip(expression, at);
            var literal = Shown(expression[(at + 1)..(end - 1)], at > 0 && expression[at - 1] == '$');
            if (literal.Contains(' ', StringComparison.Ordinal) || literal.EndsWith('.')) said.Add(literal);
            at = end - 1;
        }
        return said.Count == 0 ? "…" : string.Join(" / ", said);
    }

    // Behind the closing quote; what stands in the holes of an interpolated text belongs to it.
    private static int Skip(string text, int quote)
    {
        var interpolated = quote > 0 && text[quote - 1] == '$';
        for (var at = quote + 1; ; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '"') return at + 1;
            else if (interpolated && text[at] == '{') at = text[at + 1] == '{' ? at + 1 : Hole(text, at);
        }
    }

    private static int Hole(string text, int at)
    {
        for (var depth = 0; ; at++)
        {
            if (text[at] == '"') at = Skip(text, at) - 1;
            else if (text[at] == '{') depth++;
            else if (text[at] == '}' && --depth == 0) return at;
        }
    }

    private static string Shown(string literal, bool interpolated)
    {
        var shown = new StringBuilder();
        for (var at = 0; at < literal.Length; at++)
        {
            if (literal[at] == '\\') shown.Append(literal[++at]);
            else if (!interpolated || literal[at] is not ('{' or '}')) shown.Append(literal[at]);
            else if (literal[at] == '}' || literal[at + 1] == '{') shown.Append(literal[at++]);
            else
            {
                shown.Append('…');
                at = Hole(literal, at);
            }
        }
        return shown.ToString();
    }
}
