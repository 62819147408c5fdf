using System.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Cuts an expression into tokens; the last one is always <see cref="TokenKind.End"/>.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "??", "<", ">", "!", "+", "-", "*", "/", "%", "|", ".", ",", "(", ")", "[", "]"];

    public static IReadOnlyList<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; ;)
        {
            var start = at;
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            var token = Next(text, at) with { SpaceBefore = at > start };
            tokens.Add(token);
            if (token.Kind == TokenKind.End) return tokens;
            at = token.Start + token.Length;
        }
    }

    private static Token Next(string text, int at)
    {
        if (at == text.Length) return new Token(TokenKind.End, "", at, 0, false);
        var first = text[at];
        if (first is '"' or '\'') return Quoted(text, at);
        if (char.IsAsciiDigit(first)) return Number(text, at);
        if (char.IsAsciiLetter(first) || first == '_')
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
            return new Token(TokenKind.Name, text[at..end], at, end - at, false);
        }

        var symbol = Array.Find(Symbols, known => string.CompareOrdinal(text, at, known, 0, known.Length) == 0);
        return symbol is null
            ? new Token(TokenKind.Bad, first.ToString(), at, 1, false)
            : new Token(TokenKind.Symbol, symbol, at, symbol.Length, false);
    }

    private static Token Number(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        }

        return new Token(TokenKind.Number, text[at..end], at, end - at, false);
    }

    /// <summary>Double or single quotes; in both a backslash gives the next letter, <c>\n</c> and <c>\t</c> what they say.</summary>
    private static Token Quoted(string text, int at)
    {
        var value = new StringBuilder();
        for (var index = at + 1; index < text.Length; index++)
        {
            if (text[index] == text[at]) return new Token(TokenKind.Text, value.ToString(), at, index + 1 - at, false);
            if (text[index] == '\\' && index + 1 < text.Length)
                value.Append(text[++index] switch { 'n' => '\n', 't' => '\t', var other => other });
            else
                value.Append(text[index]);
        }

        return new Token(TokenKind.Bad, text[at..], at, text.Length - at, false);
    }
}
