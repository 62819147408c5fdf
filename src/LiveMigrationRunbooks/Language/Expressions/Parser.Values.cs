using System.Globalization;

namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Parser
{
    private Syntax Primary()
    {
        var token = Current;
        switch (token)
        {
            case { Kind: TokenKind.Text }: return new LiteralSyntax(new DatumText(Take().Text), token.Start, token.Length);
            case { Kind: TokenKind.Number }: return Number(Take());
            case { Kind: TokenKind.Name, Text: "true" or "false" }:
                return new LiteralSyntax(new DatumBool(Take().Text == "true"), token.Start, token.Length);
            case { Kind: TokenKind.Name, Text: "null" }: return new LiteralSyntax(Datum.Null, Take().Start, token.Length);
            case { Kind: TokenKind.Name, Text: "for" } when Following.Is("."): return Turn();
            case { Kind: TokenKind.Name } when token.Text is not ("and" or "or" or "not"):
                return new NameSyntax(Take().Text, token.Start, token.Length);
            case { Kind: TokenKind.Unclosed }:
                Problem(ExpressionProblems.UnclosedText(place.Of(token.Start, token.Length)));
                return Nothing;
            case { Kind: TokenKind.BadEscape }:
                Problem(ExpressionProblems.BadEscape(place.Of(token.Start, token.Length), token.Text));
                return Nothing;
            case { Text: "(" }: return Group();
            case { Text: "[" }: return List();
            case { Text: "{", Kind: TokenKind.Symbol }: return Map();
            case { Text: "@", Kind: TokenKind.Symbol }: return FunctionAsValue();
            default:
                Refuse("A value");
                return Nothing;
        }
    }

    private TurnSyntax Turn()
    {
        var start = Take();
        Take();
        var member = Expect(TokenKind.Name, "A name");
        var span = place.Of(start.Start, Math.Max(start.Length, member.End - start.Start));
        if (!_failed && _loops == 0) Problem(ExpressionProblems.Stray(span, "for." + member.Text, "It belongs inside of a loop."));
        if (!_failed && !LoopTurn.Members.Contains(member.Text)) Problem(ExpressionProblems.NoMember(span, "'for'", member.Text, LoopTurn.Members));
        return new TurnSyntax(member.Text, start.Start, member.End - start.Start);
    }

    private GroupSyntax Group()
    {
        var open = Take();
        var inner = Nested(Conditional);
        return new GroupSyntax(inner, open.Start, Close(")").Start + 1 - open.Start);
    }

    private ListSyntax List()
    {
        var open = Take();
        var items = new List<Syntax>();
        while (!Current.Is("]") && !_failed)
        {
            items.Add(Nested(Conditional));
            if (!Current.Is(",")) break;
            Take();
        }

        return new ListSyntax(items, open.Start, Close("]").Start + 1 - open.Start);
    }

    private MapSyntax Map()
    {
        var open = Take();
        var entries = new List<(string Name, Syntax Value)>();
        while (!Current.Is("}") && !_failed)
        {
            var name = Current.Kind == TokenKind.Text ? Take() : Expect(TokenKind.Name, "A name or '}'");
            if (!_failed && entries.Exists(entry => entry.Name == name.Text))
                Problem(ExpressionProblems.NameTwice(place.Of(name.Start, name.Length), name.Text));
            Close(":");
            entries.Add((name.Text, Nested(Conditional)));
            if (!Current.Is(",")) break;
            Take();
        }

        return new MapSyntax(entries, open.Start, Close("}").Start + 1 - open.Start);
    }

    private LiteralSyntax Number(Token token)
    {
        Datum? value = null;
        if (token.Text.StartsWith("0x", StringComparison.Ordinal))
        {
            if (long.TryParse(token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) && bits >= 0)
                value = new DatumInteger(bits);
        }
        else if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)) value = new DatumInteger(whole);
        else if (token.Text.AsSpan().IndexOfAny("eE.") >= 0)
        {
            var number = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            // 1e3 is a whole number: it has no point.
            if (!token.Text.Contains('.') && number == Math.Floor(number) && number < 1e15) value = new DatumInteger((long)number);
            else if (double.IsFinite(number)) value = new DatumNumber(number);
        }

        if (value is null) Problem(ExpressionProblems.Overflow(place.Of(token.Start, token.Length)));
        // 100m and 100.0f: what is glued to a number is part of it, and no kind of number that we have.
        else if (Current is { Kind: TokenKind.Name, SpaceBefore: false } glued)
            Problem(ExpressionProblems.NotInSubset(place.Of(glued.Start, glued.Length), $"The suffix '{glued.Text}'", "Write the number alone."));
        return new LiteralSyntax(value ?? Datum.Null, token.Start, token.Length);
    }
}
