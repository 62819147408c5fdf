namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Parser
{
    private StatementSyntax If()
    {
        var open = Take();
        var branches = new List<(Syntax, IReadOnlyList<StatementSyntax>)>();
        IReadOnlyList<StatementSyntax> otherwise = [];
        while (true)
        {
            var condition = Conditional();
            EndOfStatement();
            branches.Add((condition, Block()));
            if (!Current.IsWord("else")) break;
            Take();
            if (Current.IsWord("if"))
            {
                Take();
                continue;
            }

            EndOfStatement();
            otherwise = Block();
            break;
        }

        Closed(open, otherwise);
        return new IfSyntax(branches, otherwise);
    }

    private StatementSyntax Case()
    {
        var open = Take();
        var subject = Conditional();
        EndOfStatement();
        Blank();
        var branches = new List<(IReadOnlyList<Syntax>, IReadOnlyList<StatementSyntax>)>();
        while (Current.IsWord("when"))
        {
            Take();
            var values = new List<Syntax> { Binary(EqualityLevel) };
            while (!_failed && (Current.Is(",") || Current.Is("||") || Current.IsWord("or")))
            {
                TakeOperator();
                values.Add(Binary(EqualityLevel));
            }

            EndOfStatement();
            branches.Add((values, Block()));
        }

        var otherwise = Otherwise();
        Closed(open, otherwise);
        return new CaseSyntax(subject, branches, otherwise);
    }

    private IReadOnlyList<StatementSyntax> Otherwise()
    {
        if (!Current.IsWord("else")) return [];
        Take();
        EndOfStatement();
        return Block();
    }

    /// <summary>Between <c>case</c> and its first <c>when</c> nothing can stand.</summary>
    private void Blank()
    {
        while (Current.Kind is TokenKind.Break or TokenKind.Enter or TokenKind.Exit || (Current.Kind == TokenKind.Raw && string.IsNullOrWhiteSpace(Current.Text)))
            Take();
        if (Current.IsWord("when") || Current.IsWord("else") || Current.IsWord("end") || Current.Kind == TokenKind.End) return;
        findings.Add(ExpressionProblems.Unexpected(place.Of(Current.Start, Current.Length), "This", "'when'"));
        _anyFailed = true;
        Block();
    }

    private StatementSyntax For()
    {
        var open = Take();
        var name = Current;
        if (name.Kind == TokenKind.Name) Take();
        else Refuse("A name");
        if (!_failed && !Current.IsWord("in")) Fail("'in'");
        if (!_failed) Take();
        _options = true;
        var list = _failed ? Nothing : Conditional();
        var (offset, limit, reversed) = Options();
        _options = false;
        EndOfStatement();
        _loops++;
        var body = Block();
        _loops--;
        var otherwise = Otherwise();
        Closed(open, otherwise);
        return new ForSyntax(name.Text, list, offset, limit, reversed, body, otherwise);
    }

    private (Syntax? Offset, Syntax? Limit, bool Reversed) Options()
    {
        Syntax? offset = null, limit = null;
        var reversed = false;
        while (!_failed && Current.Kind == TokenKind.Name)
        {
            var option = Take();
            if (option.Text == "reversed")
            {
                reversed = true;
                continue;
            }

            if (option.Text is not ("offset" or "limit"))
            {
                _at--;
                Fail("'offset:', 'limit:', 'reversed' or the end");
                break;
            }

            Close(":");
            var value = _failed ? Nothing : Unary();
            if (option.Text == "offset") offset = value;
            else limit = value;
        }

        return (offset, limit, reversed);
    }
}
