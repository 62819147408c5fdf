using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Cuts a template into tokens: text, and the code in its braces. White space that the braces ask to remove is gone from the text.
/// </summary>
internal sealed class TemplateLexer(string text, TextPlace place, Findings findings)
{
    private readonly List<Token> _tokens = [];

    // How the braces before the next text close: '-' removes all white space behind them, '~' the rest of the line.
    private char _trim;

    /// <summary>Null where braces are never closed, which is told.</summary>
    public IReadOnlyList<Token>? Cut()
    {
        for (var at = 0; at < text.Length;)
        {
            var (open, percents) = Opening(at);
            if (open > at) Raw(text[at..open], at);
            if (open == text.Length) break;
            at = percents > 0 ? Escape(open, percents) : Code(open);
            if (at < 0) return null;
        }

        _tokens.Add(new Token(TokenKind.End, "", text.Length, 0));
        return _tokens;
    }

    /// <summary>The next <c>{{</c>, or <c>{%{</c> with its number of percent signs that closes; else the end.</summary>
    private (int At, int Percents) Opening(int at)
    {
        for (; (at = text.IndexOf('{', at)) >= 0; at++)
        {
            if (at + 1 < text.Length && text[at + 1] == '{') return (at, 0);
            var percents = 0;
            while (at + 1 + percents < text.Length && text[at + 1 + percents] == '%') percents++;
            if (percents > 0 && at + 1 + percents < text.Length && text[at + 1 + percents] == '{') return (at, percents);
            at += percents;
        }

        return (text.Length, 0);
    }

    private int Code(int open)
    {
        var at = open + 2;
        var mark = at < text.Length && text[at] is '-' or '~' ? text[at] : '\0';
        if (mark != '\0') at++;
        if (mark == '-' && at < text.Length && char.IsAsciiDigit(text[at])) findings.Add(ExpressionProblems.TrimMark(place.Of(open, at + 1 - open)));
        TrimBefore(mark);
        _tokens.Add(new Token(TokenKind.Enter, mark == '\0' ? Indent(open) : "", open, at - open));
        var tokens = Lexer.CutInBraces(text, at, out var exit);
        _tokens.AddRange(tokens);
        if (exit >= text.Length)
        {
            findings.Add(tokens is [.., { Kind: TokenKind.Unclosed } quote]
                ? ExpressionProblems.UnclosedText(place.Of(quote.Start, quote.Length)) : ExpressionProblems.UnclosedTemplate(place.Of(open, 2)));
            return -1;
        }

        _trim = text[exit] is '-' or '~' ? text[exit] : '\0';
        var length = _trim == '\0' ? 2 : 3;
        _tokens.Add(new Token(TokenKind.Exit, "'}}'", exit, length));
        return exit + length;
    }

    /// <summary><c>{%{ … }%}</c>: all between is text, braces too. As many percent signs close it as opened it.</summary>
    private int Escape(int open, int percents)
    {
        var (closing, start) = ("}" + new string('%', percents) + "}", open + percents + 2);
        var close = text.IndexOf(closing, start, StringComparison.Ordinal);
        if (close < 0)
        {
            findings.Add(ExpressionProblems.UnclosedTemplate(place.Of(open, percents + 2)));
            return -1;
        }

        var (first, last) = (start < close ? text[start] : '\0', start < close ? text[close - 1] : '\0');
        TrimBefore(first);
        _trim = '\0';
        var (from, to) = (first is '-' or '~' ? start + 1 : start, last is '-' or '~' ? close - 1 : close);
        if (from < to) _tokens.Add(new Token(TokenKind.Raw, text[from..to], from, to - from));
        _trim = last is '-' or '~' ? last : '\0';
        return close + closing.Length;
    }

    private void Raw(string raw, int at)
    {
        if (_trim == '-') raw = raw.TrimStart();
        if (_trim == '~') raw = raw[RestOfLine(raw)..];
        _trim = '\0';
        if (raw.Length > 0) _tokens.Add(new Token(TokenKind.Raw, raw, at, raw.Length));
    }

    /// <summary>The length of the white space up to and including the end of the line.</summary>
    private static int RestOfLine(string raw)
    {
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '\n') return at + 1;
            if (!char.IsWhiteSpace(raw[at])) return at;
        }

        return raw.Length;
    }

    private void TrimBefore(char mark)
    {
        if (mark is not ('-' or '~') || _tokens is not [.., { Kind: TokenKind.Raw } raw]) return;
        var kept = raw.Text.Length;
        while (kept > 0 && char.IsWhiteSpace(raw.Text[kept - 1]) && (mark == '-' || raw.Text[kept - 1] is not ('\n' or '\r'))) kept--;
        _tokens.RemoveAt(_tokens.Count - 1);
        if (kept > 0) _tokens.Add(raw with { Text = raw.Text[..kept] });
    }

    /// <summary>The white space between the begin of the line and these braces, if there is nothing else.</summary>
    private string Indent(int open)
    {
        if (_tokens is not [.., { Kind: TokenKind.Raw }]) return "";
        var start = open;
        while (start > 0 && text[start - 1] != '\n' && char.IsWhiteSpace(text[start - 1])) start--;
        return start == 0 || text[start - 1] == '\n' ? text[start..open] : "";
    }
}
