using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Recursive descent over tokens. The first problem ends an expression, or the statement it stands in, since what follows would be
/// guesswork; the next statement is read again.
/// </summary>
internal sealed partial class Parser(IReadOnlyList<Token> tokens, TextPlace place, Findings findings)
{
    private const int MaximumDepth = 64;

    // Operators, members and pipes in a row make a tree as deep as a row is long.
    private const int MaximumRow = 400;

    private int _at;
    private int _depth;
    private int _row;

    // Of the statement that is read; and of any.
    private bool _failed;
    private bool _anyFailed;
    private bool _gaveUp;

    private Token Current => tokens[_at];

    private Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>All tokens as one expression, or null.</summary>
    public Syntax? Whole()
    {
        var syntax = Conditional();
        if (Current.Kind != TokenKind.End) Fail("An operator or the end");
        return _failed ? null : syntax;
    }

    private LiteralSyntax Nothing => new(Datum.Null, Current.Start, 0);

    private T Nested<T>(Func<T> parse, T nothing)
    {
        if (++_depth > MaximumDepth) GiveUp(ExpressionProblems.TooDeep(place.Of(Current.Start, Current.Length), MaximumDepth));
        var parsed = _failed ? nothing : parse();
        _depth--;
        return parsed;
    }

    private Syntax Nested(Func<Syntax> parse) => Nested(parse, Nothing);

    private Token Take() => Current.Kind == TokenKind.End ? Current : tokens[_at++];

    /// <summary>An operator; the line may end behind it.</summary>
    private Token TakeOperator()
    {
        if (++_row > MaximumRow) GiveUp(ExpressionProblems.TooLong(place.Of(Current.Start, Current.Length), MaximumRow));
        var taken = Take();
        while (Current is { Kind: TokenKind.Break, Text: not ";" }) Take();
        return taken;
    }

    private Token Expect(TokenKind kind, string expected)
    {
        if (Current.Kind == kind) return Take();
        Fail(expected);
        return Current;
    }

    private Token Close(string symbol)
    {
        if (Current.Is(symbol)) return Take();
        Fail($"'{symbol}'");
        return Current;
    }

    private void Fail(string expected) => Problem(ExpressionProblems.Unexpected(
        place.Of(Current.Start, Current.Length),
        Current.Kind switch
        {
            TokenKind.End => "The end of the expression",
            TokenKind.Break when Current.Text != ";" => "The end of the line",
            TokenKind.Exit => "'}}'",
            _ => $"'{Current.Text}'",
        },
        expected));

    /// <summary>What the token is, where it is something that Scriban has and this subset has not.</summary>
    private void Refuse(string expected)
    {
        if (Current.Kind == TokenKind.Bad && NotInSubset.Symbol(Current.Text) is { } other)
            Problem(ExpressionProblems.NotInSubset(place.Of(Current.Start, Current.Length), other.What, other.Instead));
        else Fail(expected);
    }

    private void Problem(Diagnostic diagnostic)
    {
        if (!_failed && !_gaveUp) findings.Add(diagnostic);
        _failed = _anyFailed = true;
        while (!Current.EndsStatement) _at++;
    }

    /// <summary>Nothing behind this can be read in a sensible way.</summary>
    private void GiveUp(Diagnostic diagnostic)
    {
        Problem(diagnostic);
        _gaveUp = true;
        _at = tokens.Count - 1;
    }
}
