namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Parser
{
    private static bool BeginsValue(Token token) => token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.BadEscape or TokenKind.Unclosed
        || (token.Kind == TokenKind.Name && token.Text is not ("and" or "or" or "not"))
        || token.Is("(") || token.Is("[") || token.Is("{") || token.Is("@");

    /// <summary><c>family.verb a b</c> or <c>family.verb(a, b)</c>; behind a pipe <paramref name="first"/> is the first argument.</summary>
    private Syntax Call(Syntax? first)
    {
        var (function, start, end) = FunctionName();
        if (function is null) return Nothing;
        var arguments = new List<Syntax>();
        if (first is not null) arguments.Add(first);
        if (Current.Is("(") && !Current.SpaceBefore) end = InParentheses(arguments);
        else Bare(arguments);
        if (!_failed) Check(function, arguments, start, end);
        var from = first?.Start ?? start;
        return new CallSyntax(function, arguments, from, Math.Max(end, arguments.LastOrDefault()?.End ?? 0) - from, start) { IsPiped = first is not null };
    }

    private int InParentheses(List<Syntax> arguments)
    {
        Take();
        while (!Current.Is(")") && !_failed)
        {
            arguments.Add(Nested(Conditional));
            if (!Current.Is(",")) break;
            Take();
        }

        return Close(")").End;
    }

    private void Bare(List<Syntax> arguments)
    {
        while (!_failed && BeginsValue(Current))
        {
            if (IsNamed)
            {
                if (_options && Current.Text is "offset" or "limit") return;
                Problem(ExpressionProblems.NotInSubset(place.Of(Current.Start, Current.Length + 1), "An argument with its name", "Write the arguments in their order."));
                return;
            }

            if (_options && Current.IsWord("reversed")) return;
            arguments.Add(Chain());
        }
    }

    // 'limit:' in front of its value; behind a space the colon belongs to a condition.
    private bool IsNamed => Current.Kind == TokenKind.Name && Following is { Kind: TokenKind.Symbol, Text: ":", SpaceBefore: false };

    private (Function? Function, int Start, int End) FunctionName()
    {
        var name = Expect(TokenKind.Name, "A function");
        var (written, end) = (name.Text, name.End);
        if (Current.Is("."))
        {
            Take();
            var verb = Expect(TokenKind.Name, "A function's name");
            (written, end) = ($"{written}.{verb.Text}", verb.End);
        }

        if (_failed) return (null, name.Start, end);
        var function = Functions.Find(written);
        var span = place.Of(name.Start, end - name.Start);
        if (function is null)
            Problem(NotInSubset.Functions.TryGetValue(written, out var instead)
                ? ExpressionProblems.NotInSubset(span, written, instead) : ExpressionProblems.UnknownFunction(span, written, Functions.Names));
        return (function, name.Start, end);
    }

    private void Check(Function function, List<Syntax> arguments, int start, int end)
    {
        var handed = arguments.FindIndex(argument => argument is FunctionSyntax);
        var wanted = function.HigherOrder;
        if (wanted >= 0 && wanted < arguments.Count && arguments[wanted] is not FunctionSyntax)
            Problem(ExpressionProblems.FunctionNeeded(place.Of(arguments[wanted].Start, arguments[wanted].Length), function.Signature));
        else if (handed >= 0 && handed != wanted) Problem(ExpressionProblems.FunctionUnwanted(place.Of(arguments[handed].Start, arguments[handed].Length)));
        else if (!function.Takes(arguments.Count)) Problem(ExpressionProblems.WrongCount(place.Of(start, end - start), function.Name, function.Signature));
        // Each item is the first argument of the function, what follows it here comes behind.
        else if (handed >= 0 && arguments[handed] is FunctionSyntax { Function: var each } syntax
            && (each.HigherOrder >= 0 || !each.Takes(arguments.Count - handed)))
            Problem(ExpressionProblems.WrongCount(place.Of(syntax.Start, syntax.Length), each.Name, each.Signature));
    }

    private Syntax FunctionAsValue()
    {
        var at = Take();
        var (function, _, end) = FunctionName();
        return function is null ? Nothing : new FunctionSyntax(function, at.Start, end - at.Start);
    }
}
