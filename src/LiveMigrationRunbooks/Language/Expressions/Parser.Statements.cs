namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Parser
{
    // How many loops are around; and whether the options of one may follow.
    private int _loops;
    private bool _options;

    /// <summary>All tokens as a template, or null.</summary>
    public IReadOnlyList<StatementSyntax>? Page()
    {
        var statements = new List<StatementSyntax>();
        while (true)
        {
            statements.AddRange(Block());
            if (Current.Kind == TokenKind.End) return _anyFailed ? null : statements;
            Problem(ExpressionProblems.Stray(place.Of(Current.Start, Current.Length), Current.Text, "Nothing is open here that it could belong to."));
            _failed = false;
        }
    }

    /// <summary>Statements up to a word that belongs to what is around them.</summary>
    private List<StatementSyntax> Block()
    {
        var statements = new List<StatementSyntax>();
        while (true)
        {
            switch (Current)
            {
                case { Kind: TokenKind.End }: return statements;
                case { Kind: TokenKind.Name, Text: "end" or "else" or "when" }: return statements;
                case { Kind: TokenKind.Break }: Take(); break;
                case { Kind: TokenKind.Raw }: statements.Add(new RawSyntax(Take().Text)); break;
                case { Kind: TokenKind.Enter }: statements.Add(new EnterSyntax(Take().Text)); break;
                case { Kind: TokenKind.Exit }: Take(); statements.Add(new ExitSyntax()); break;
                default: statements.Add(Statement()); break;
            }
        }
    }

    private StatementSyntax Statement()
    {
        _row = 0;
        var first = Current;
        StatementSyntax statement = first switch
        {
            { Kind: TokenKind.Name, Text: "if" } => Nested(If, new ExitSyntax()),
            { Kind: TokenKind.Name, Text: "case" } => Nested(Case, new ExitSyntax()),
            { Kind: TokenKind.Name, Text: "for" } when !Following.Is(".") => Nested(For, new ExitSyntax()),
            { Kind: TokenKind.Name, Text: "break" or "continue" } => Leave(),
            { Kind: TokenKind.Name } when Following.Is("=") => Assign(),
            _ => Output(),
        };
        EndOfStatement();
        return statement;
    }

    private OutputSyntax Output()
    {
        var first = Current;
        if (first.Kind == TokenKind.Name && NotInSubset.Statements.TryGetValue(first.Text, out var instead))
            Problem(ExpressionProblems.NotInSubset(place.Of(first.Start, first.Length), $"'{first.Text}'", instead));
        var value = _failed ? Nothing : Conditional();
        if (Current is { Kind: TokenKind.Symbol, Text: "=" or "+=" or "-=" or "*=" or "/=" or "//=" or "%=" } assignment)
            Problem(ExpressionProblems.NotInSubset(place.Of(assignment.Start, assignment.Length), $"'{assignment.Text}' behind this", "Give a new value to a name: x = x + 1."));
        return new OutputSyntax(value);
    }

    private AssignSyntax Assign()
    {
        var name = Take();
        TakeOperator();
        return new AssignSyntax(name.Text, Conditional());
    }

    private LeaveSyntax Leave()
    {
        var word = Take();
        if (_loops == 0) Problem(ExpressionProblems.Stray(place.Of(word.Start, word.Length), word.Text, "It belongs inside of a loop."));
        return new LeaveSyntax(word.Text == "break");
    }

    /// <summary>Behind a whole statement; a failed one was left at its end, and the next one is read.</summary>
    private void EndOfStatement()
    {
        if (!Current.EndsStatement) Refuse("An operator or the end");
        _failed = false;
        _row = 0;
    }

    private IReadOnlyList<StatementSyntax> Closed(Token open, IReadOnlyList<StatementSyntax> body)
    {
        if (Current.IsWord("end")) Take();
        else if (Current.Kind == TokenKind.End) Problem(ExpressionProblems.NeverEnded(place.Of(open.Start, open.Length), open.Text));
        else Problem(ExpressionProblems.Stray(place.Of(Current.Start, Current.Length), Current.Text, $"It does not belong to the '{open.Text}' around it."));
        return body;
    }
}
