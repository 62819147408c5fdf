namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Cuts code into tokens: an expression that stands alone, or what stands between two braces of a template.</summary>
internal sealed class Lexer
{
    private static readonly string[] Symbols =
    [
        "..<", "//=", "==", "!=", "<=", ">=", "&&", "||", "??", "?!", "?.", "..", "//", "+=", "-=", "*=", "/=", "%=",
        "<", ">", "!", "+", "-", "*", "/", "%", "|", ".", ",", "(", ")", "[", "]", "{", "}", ":", "?", "=", "@",
    ];

    private readonly string _text;
    private readonly bool _inBraces;
    private readonly List<Token> _tokens = [];

    // Open braces of objects, which keep '}}' from closing; and all open brackets, in which lines may end anywhere.
    private int _braces;
    private int _brackets;

    private Lexer(string text, bool inBraces) => (_text, _inBraces) = (text, inBraces);

    /// <summary>An expression; the last token is always <see cref="TokenKind.End"/>.</summary>
    public static IReadOnlyList<Token> Cut(string text)
    {
        var lexer = new Lexer(text, inBraces: false);
        lexer.Run(0);
        return [.. lexer._tokens, new Token(TokenKind.End, "", text.Length, 0)];
    }

    /// <summary>
    /// The code that begins behind <c>{{</c>. <paramref name="exit"/> is where what closes it stands, a trim mark included, or the text's end.
    /// </summary>
    public static IReadOnlyList<Token> CutInBraces(string text, int at, out int exit)
    {
        var lexer = new Lexer(text, inBraces: true);
        exit = lexer.Run(at);
        return lexer._tokens;
    }

    private int Run(int at)
    {
        while (true)
        {
            var start = at;
            at = Blank(at);
            if (at >= _text.Length || IsExit(at)) return at;
            var token = Next(at) with { SpaceBefore = at > start };
            _tokens.Add(token);
            at = token.End;
        }
    }

    private bool IsExit(int at) => _inBraces && _braces == 0
        && (Begins(at, "}}") || Begins(at, "-}}") || Begins(at, "~}}"));

    private bool Begins(int at, string symbol) => string.CompareOrdinal(_text, at, symbol, 0, symbol.Length) == 0;

    /// <summary>Behind white space and comments. In a template the end of a line is a token, except inside of brackets.</summary>
    private int Blank(int at)
    {
        while (at < _text.Length)
        {
            if (_text[at] == '#') at = Comment(at);
            else if (!char.IsWhiteSpace(_text[at]) || (_text[at] == '\n' && _inBraces && _brackets == 0)) return at;
            else at++;
        }

        return at;
    }

    private int Comment(int at)
    {
        var block = Begins(at, "##");
        for (at += block ? 2 : 1; at < _text.Length; at++)
        {
            if (block && Begins(at, "##")) return at + 2;
            if ((_inBraces && Begins(at, "}}")) || (!block && _text[at] == '\n')) return at;
        }

        return at;
    }

    private Token Next(int at)
    {
        var first = _text[at];
        if (first is '\n' or ';') return new Token(TokenKind.Break, first == ';' ? ";" : "the end of the line", at, 1);
        if (first is '"' or '\'' or '`') return Quoted.Read(_text, at);
        if (char.IsAsciiDigit(first)) return Number(at);
        if (char.IsAsciiLetter(first) || first == '_')
        {
            var end = at;
            while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_')) end++;
            return new Token(TokenKind.Name, _text[at..end], at, end - at);
        }

        var symbol = Array.Find(Symbols, known => Begins(at, known));
        if (symbol is null) return new Token(TokenKind.Bad, first.ToString(), at, 1);
        Count(symbol);
        return new Token(TokenKind.Symbol, symbol, at, symbol.Length);
    }

    private void Count(string symbol)
    {
        if (symbol is "(" or "[" or "{") _brackets++;
        if (symbol is ")" or "]" or "}") _brackets = Math.Max(0, _brackets - 1);
        if (symbol == "{") _braces++;
        if (symbol == "}") _braces = Math.Max(0, _braces - 1);
    }

    /// <summary>Digits, with a point or an exponent where more digits follow it; or <c>0x</c> and hexadecimal digits.</summary>
    private Token Number(int at)
    {
        var end = at;
        if (Begins(at, "0x") && at + 2 < _text.Length && char.IsAsciiHexDigit(_text[at + 2]))
        {
            for (end = at + 2; end < _text.Length && char.IsAsciiHexDigit(_text[end]);) end++;
            return new Token(TokenKind.Number, _text[at..end], at, end - at);
        }

        end = Digits(at);
        if (end + 1 < _text.Length && _text[end] == '.' && char.IsAsciiDigit(_text[end + 1])) end = Digits(end + 1);
        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            var power = end + 1 < _text.Length && _text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (Digits(power) > power) end = Digits(power);
        }

        return new Token(TokenKind.Number, _text[at..end], at, end - at);
    }

    private int Digits(int at)
    {
        while (at < _text.Length && char.IsAsciiDigit(_text[at])) at++;
        return at;
    }
}
