namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>A parsed piece of a template.</summary>
internal abstract record StatementSyntax;

/// <summary>Text outside of braces.</summary>
internal sealed record RawSyntax(string Text) : StatementSyntax;

/// <summary>Opening braces: from here lines are indented as the braces are.</summary>
internal sealed record EnterSyntax(string Indent) : StatementSyntax;

/// <summary>Closing braces.</summary>
internal sealed record ExitSyntax : StatementSyntax;

/// <summary>An expression whose value is written out.</summary>
internal sealed record OutputSyntax(Syntax Value) : StatementSyntax;

internal sealed record AssignSyntax(string Name, Syntax Value) : StatementSyntax;

/// <summary><c>if</c> and every <c>else if</c>, then <c>else</c>, which may be empty.</summary>
internal sealed record IfSyntax(IReadOnlyList<(Syntax Condition, IReadOnlyList<StatementSyntax> Body)> Branches, IReadOnlyList<StatementSyntax> Otherwise)
    : StatementSyntax;

internal sealed record CaseSyntax(
    Syntax Subject, IReadOnlyList<(IReadOnlyList<Syntax> Values, IReadOnlyList<StatementSyntax> Body)> Branches, IReadOnlyList<StatementSyntax> Otherwise)
    : StatementSyntax;

/// <summary><c>for name in list offset:n limit:n reversed</c>; <paramref name="Otherwise"/> where there was nothing to go through.</summary>
internal sealed record ForSyntax(
    string Name, Syntax List, Syntax? Offset, Syntax? Limit, bool IsReversed, IReadOnlyList<StatementSyntax> Body, IReadOnlyList<StatementSyntax> Otherwise)
    : StatementSyntax;

/// <summary><c>break</c>, or <c>continue</c>.</summary>
internal sealed record LeaveSyntax(bool IsBreak) : StatementSyntax;
