namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Parser
{
    private static readonly string[][] Levels =
        [["??", "?!"], ["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "//", "%"], ["..", "..<"]];

    private const int EqualityLevel = 3;

    /// <summary>A condition with its two results, which binds loosest of all, or a pipe.</summary>
    private Syntax Conditional()
    {
        var condition = Pipe();
        if (!Current.Is("?") || _failed) return condition;
        TakeOperator();
        var then = Nested(Conditional);
        if (!Current.Is(":")) Fail("':'");
        TakeOperator();
        var otherwise = Nested(Conditional);
        // Whether a pipe takes the last result or the whole would be a guess.
        if (otherwise is CallSyntax { IsPiped: true })
            Problem(ExpressionProblems.MixedPipe(place.Of(otherwise.Start, Math.Max(1, otherwise.Length))));
        return new ConditionalSyntax(condition, then, otherwise, condition.Start, otherwise.End - condition.Start);
    }

    private Syntax Pipe()
    {
        var left = Binary(0);
        while (Current.Is("|") && !_failed)
        {
            // A range binds tighter than everything else, a pipe looser: there is nothing to guess.
            if (left is BinarySyntax { Operator: not (".." or "..<") }) Problem(ExpressionProblems.MixedPipe(place.Of(Current.Start, 1)));
            TakeOperator();
            left = Call(left);
            if (OperatorAt(0..Levels.Length) is not null) Problem(ExpressionProblems.MixedPipe(place.Of(Current.Start, Current.Length)));
        }

        return left;
    }

    private Syntax Binary(int level)
    {
        if (level == Levels.Length) return Unary();
        var left = Binary(level + 1);
        while (!_failed && OperatorAt(level..(level + 1)) is { } symbol)
        {
            TakeOperator();
            var right = Binary(level + 1);
            left = new BinarySyntax(symbol, left, right, left.Start, right.End - left.Start);
        }

        return left;
    }

    private Syntax Unary()
    {
        var start = Current;
        var isNot = start.Is("!") || start.IsWord("not");
        if (!isNot && !start.Is("-") && !start.Is("+")) return Postfix();
        Take();
        // 'not a == b' means not (a == b), as in Python; '!a == b' means (!a) == b, as in C.
        var operand = Nested(() => start.Text == "not" ? Binary(EqualityLevel) : Unary());
        return new UnarySyntax(isNot ? "!" : start.Text, operand, start.Start, operand.End - start.Start);
    }

    private Syntax Postfix()
    {
        if (Current.Kind == TokenKind.Name && Functions.IsFamily(Current.Text) && Following.Is(".")) return Call(null);
        return Chain();
    }

    /// <summary>A value with its members and indexes; a bracket behind a space begins a list, which is how arguments stay apart.</summary>
    private Syntax Chain()
    {
        var target = Primary();
        while (!_failed && (Current.Is(".") || Current.Is("?.") || (Current.Is("[") && !Current.SpaceBefore)))
        {
            var opens = TakeOperator();
            if (opens.Is("["))
            {
                var index = Nested(Conditional);
                var close = Close("]");
                target = new IndexSyntax(target, index, target.Start, close.Start + 1 - target.Start);
                continue;
            }

            var name = Expect(TokenKind.Name, "A name");
            target = new MemberSyntax(target, name.Text, opens.Is("?."), name.Start, target.Start, name.End - target.Start);
            if (name.Text == "empty" && Current.Is("?") && !Current.SpaceBefore)
                Problem(ExpressionProblems.NotInSubset(place.Of(name.Start, name.Length + 1), "'.empty?'", "Compare the size: x.size == 0."));
        }

        return target;
    }

    private string? OperatorAt(Range levels)
    {
        var symbol = Current switch
        {
            { Kind: TokenKind.Name, Text: "and" } => "&&",
            { Kind: TokenKind.Name, Text: "or" } => "||",
            { Kind: TokenKind.Symbol } token => token.Text,
            _ => null,
        };
        if (symbol is null) return null;
        for (var level = levels.Start.Value; level < levels.End.Value; level++)
            if (Array.IndexOf(Levels[level], symbol) >= 0) return symbol;
        return null;
    }
}
