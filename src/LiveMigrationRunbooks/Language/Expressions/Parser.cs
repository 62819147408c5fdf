using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Recursive descent over the tokens of one expression; the first problem ends it, since what follows would be guesswork.
/// </summary>
internal sealed class Parser(string text, TextPlace place, Findings findings)
{
    private const int MaximumDepth = 64;

    private static readonly string[][] Levels = [["??"], ["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private readonly IReadOnlyList<Token> _tokens = Lexer.Cut(text);
    private int _at;
    private int _depth;
    private bool _failed;

    private Token Current => _tokens[_at];

    /// <summary>The whole text as one expression, or null.</summary>
    public Syntax? Whole()
    {
        var syntax = Pipe();
        if (Current.Kind != TokenKind.End) Fail("An operator or the end");
        return _failed ? null : syntax;
    }

    private Syntax Pipe()
    {
        var left = Binary(0);
        while (Current.Is("|") && !_failed)
        {
            if (left is BinarySyntax) Problem(ExpressionProblems.MixedPipe(place.Of(Current.Start, 1)));
            Take();
            left = Call(left);
            if (OperatorAt(0..Levels.Length) is not null) Problem(ExpressionProblems.MixedPipe(place.Of(Current.Start, Current.Length)));
        }

        return left;
    }

    private Syntax Binary(int level)
    {
        if (level == Levels.Length) return Unary();
        var left = Binary(level + 1);
        while (OperatorAt(level..(level + 1)) is { } symbol && !_failed)
        {
            Take();
            var right = Binary(level + 1);
            left = new BinarySyntax(symbol, left, right, left.Start, right.End - left.Start);
        }

        return left;
    }

    private Syntax Unary()
    {
        var start = Current;
        var isNot = start.Is("!") || start is { Kind: TokenKind.Name, Text: "not" };
        if (!isNot && !start.Is("-")) return Postfix();
        Take();
        // 'not a == b' means not (a == b), as in Python; '!a == b' means (!a) == b, as in C.
        var operand = Nested(() => start.Text == "not" ? Binary(3) : Unary());
        return new UnarySyntax(isNot ? "!" : "-", operand, start.Start, operand.End - start.Start);
    }

    private Syntax Postfix()
    {
        if (Current.Kind == TokenKind.Name && Functions.IsFamily(Current.Text) && _tokens[_at + 1].Is(".")) return Call(null);
        return Chain();
    }

    /// <summary>A value with its members and indexes; a bracket behind a space begins a list, which is how arguments stay apart.</summary>
    private Syntax Chain()
    {
        var target = Primary();
        while (!_failed && (Current.Is(".") || (Current.Is("[") && !Current.SpaceBefore)))
        {
            if (Take().Is("."))
            {
                var name = Expect(TokenKind.Name, "A name");
                target = new MemberSyntax(target, name.Text, name.Start, target.Start, name.Start + name.Length - target.Start);
            }
            else
            {
                var index = Nested(Pipe);
                var close = Close("]");
                target = new IndexSyntax(target, index, target.Start, close.Start + 1 - target.Start);
            }
        }

        return target;
    }

    private Syntax Primary()
    {
        var token = Current;
        if (token.Kind == TokenKind.Bad)
        {
            if (token.Text[0] is '"' or '\'') Problem(ExpressionProblems.UnclosedText(place.Of(token.Start, token.Length)));
            else Fail("A value");
            return Nothing;
        }

        switch (token)
        {
            case { Kind: TokenKind.Text }: return new LiteralSyntax(new DatumText(Take().Text), token.Start, token.Length);
            case { Kind: TokenKind.Number }: return Number(Take());
            case { Kind: TokenKind.Name, Text: "true" or "false" }:
                return new LiteralSyntax(new DatumBool(Take().Text == "true"), token.Start, token.Length);
            case { Kind: TokenKind.Name, Text: "null" }: return new LiteralSyntax(Datum.Null, Take().Start, token.Length);
            case { Kind: TokenKind.Name } when token.Text is not ("and" or "or" or "not"):
                return new NameSyntax(Take().Text, token.Start, token.Length);
            case { Text: "(" }: return Group();
            case { Text: "[" }: return List();
            default:
                Fail("A value");
                return Nothing;
        }
    }

    private GroupSyntax Group()
    {
        var open = Take();
        var inner = Nested(Pipe);
        return new GroupSyntax(inner, open.Start, Close(")").Start + 1 - open.Start);
    }

    private ListSyntax List()
    {
        var open = Take();
        var items = new List<Syntax>();
        while (!Current.Is("]") && !_failed)
        {
            items.Add(Nested(Pipe));
            if (!Current.Is(",")) break;
            Take();
        }

        return new ListSyntax(items, open.Start, Close("]").Start + 1 - open.Start);
    }

    /// <summary><c>family.verb a b</c>; behind a pipe <paramref name="first"/> is the first argument.</summary>
    private Syntax Call(Syntax? first)
    {
        var name = Expect(TokenKind.Name, "A function");
        var (function, end) = (name.Text, name.Start + name.Length);
        if (Current.Is("."))
        {
            Take();
            var verb = Expect(TokenKind.Name, "A function's name");
            (function, end) = ($"{function}.{verb.Text}", verb.Start + verb.Length);
        }

        var length = end - name.Start;
        if (!_failed && !Functions.Exists(function))
            Problem(ExpressionProblems.UnknownFunction(place.Of(name.Start, length), function, Functions.Names));
        var arguments = new List<Syntax>();
        if (first is not null) arguments.Add(first);
        while (!_failed && BeginsValue(Current)) arguments.Add(Chain());
        if (!_failed && !Functions.Takes(function, arguments.Count))
            Problem(ExpressionProblems.WrongCount(place.Of(name.Start, length), function, Functions.Usage(function)));
        var start = first?.Start ?? name.Start;
        return new CallSyntax(function, arguments, start, Math.Max(end, arguments.LastOrDefault()?.End ?? 0) - start, name.Start);
    }

    private LiteralSyntax Number(Token token)
    {
        if (token.Text.Contains('.'))
            return new LiteralSyntax(new DatumNumber(double.Parse(token.Text, CultureInfo.InvariantCulture)), token.Start, token.Length);
        if (!long.TryParse(token.Text, CultureInfo.InvariantCulture, out var value))
            Problem(ExpressionProblems.Overflow(place.Of(token.Start, token.Length)));
        return new LiteralSyntax(new DatumInteger(value), token.Start, token.Length);
    }

    private LiteralSyntax Nothing => new(Datum.Null, Current.Start, 0);

    private static bool BeginsValue(Token token) => token.Kind is TokenKind.Text or TokenKind.Number
        || (token.Kind == TokenKind.Name && token.Text is not ("and" or "or" or "not")) || token.Is("(") || token.Is("[");

    private string? OperatorAt(Range levels)
    {
        var symbol = Current switch
        {
            { Kind: TokenKind.Name, Text: "and" } => "&&",
            { Kind: TokenKind.Name, Text: "or" } => "||",
            { Kind: TokenKind.Symbol } token => token.Text,
            _ => null,
        };
        return symbol is not null && Levels[levels].Any(level => level.Contains(symbol)) ? symbol : null;
    }

    private Syntax Nested(Func<Syntax> parse)
    {
        if (++_depth > MaximumDepth)
        {
            Problem(ExpressionProblems.TooDeep(place.Of(Current.Start, Current.Length), MaximumDepth));
            return Nothing;
        }

        var syntax = _failed ? Nothing : parse();
        _depth--;
        return syntax;
    }

    private Token Take() => Current.Kind == TokenKind.End ? Current : _tokens[_at++];

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
        Current.Kind == TokenKind.End ? "The end of the expression" : $"'{Current.Text}'",
        expected));

    private void Problem(Diagnostic diagnostic)
    {
        if (!_failed) findings.Add(diagnostic);
        _failed = true;
        _at = _tokens.Count - 1;
    }
}
