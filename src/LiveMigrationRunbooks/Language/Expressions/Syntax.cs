namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>A parsed expression. <paramref name="Start"/> and <paramref name="Length"/> count in the expression's own text.</summary>
internal abstract record Syntax(int Start, int Length)
{
    public int End => Start + Length;
}

internal sealed record LiteralSyntax(Datum Value, int Start, int Length) : Syntax(Start, Length);

internal sealed record NameSyntax(string Name, int Start, int Length) : Syntax(Start, Length);

/// <summary><c>target.name</c>; the span covers both, <paramref name="NameStart"/> begins the name.</summary>
internal sealed record MemberSyntax(Syntax Target, string Name, int NameStart, int Start, int Length) : Syntax(Start, Length);

internal sealed record IndexSyntax(Syntax Target, Syntax Index, int Start, int Length) : Syntax(Start, Length);

internal sealed record ListSyntax(IReadOnlyList<Syntax> Items, int Start, int Length) : Syntax(Start, Length);

/// <summary><c>!</c> or <c>-</c>.</summary>
internal sealed record UnarySyntax(string Operator, Syntax Operand, int Start, int Length) : Syntax(Start, Length);

/// <summary>The operator is in its symbolic form: <c>and</c> is <c>&amp;&amp;</c>.</summary>
internal sealed record BinarySyntax(string Operator, Syntax Left, Syntax Right, int Start, int Length) : Syntax(Start, Length);

internal sealed record CallSyntax(string Function, IReadOnlyList<Syntax> Arguments, int Start, int Length, int NameStart)
    : Syntax(Start, Length);

/// <summary>Parentheses are kept because they decide whether a pipe is ambiguous.</summary>
internal sealed record GroupSyntax(Syntax Inner, int Start, int Length) : Syntax(Start, Length);
