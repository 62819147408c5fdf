namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>A parsed expression. <paramref name="Start"/> and <paramref name="Length"/> count in the text it was parsed from.</summary>
internal abstract record Syntax(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The dotted path that this names without computing: <c>facts.nic["eth1"].mtu</c> is <c>facts.nic.eth1.mtu</c>.</summary>
    public virtual NamePath? Path => null;
}

/// <summary>A dotted path and the name it begins with.</summary>
internal sealed record NamePath(string Text, string Root);

internal sealed record LiteralSyntax(Datum Value, int Start, int Length) : Syntax(Start, Length);

internal sealed record NameSyntax(string Name, int Start, int Length) : Syntax(Start, Length)
{
    public override NamePath Path { get; } = new(Name, Name);
}

/// <summary><c>target.name</c>; the span covers both, <paramref name="NameStart"/> begins the name. <c>?.</c> takes nothing for an answer.</summary>
internal sealed record MemberSyntax(Syntax Target, string Name, bool IsGuarded, int NameStart, int Start, int Length) : Syntax(Start, Length)
{
    public override NamePath? Path { get; } = Target.Path is { } above ? new($"{above.Text}.{Name}", above.Root) : null;
}

internal sealed record IndexSyntax(Syntax Target, Syntax Index, int Start, int Length) : Syntax(Start, Length)
{
    public override NamePath? Path { get; } =
        Target.Path is { } above && Index is LiteralSyntax literal ? new($"{above.Text}.{literal.Value.Text}", above.Root) : null;
}

internal sealed record ListSyntax(IReadOnlyList<Syntax> Items, int Start, int Length) : Syntax(Start, Length);

internal sealed record MapSyntax(IReadOnlyList<(string Name, Syntax Value)> Entries, int Start, int Length) : Syntax(Start, Length);

/// <summary><c>!</c>, <c>-</c> or <c>+</c>.</summary>
internal sealed record UnarySyntax(string Operator, Syntax Operand, int Start, int Length) : Syntax(Start, Length);

/// <summary>The operator is in its symbolic form: <c>and</c> is <c>&amp;&amp;</c>.</summary>
internal sealed record BinarySyntax(string Operator, Syntax Left, Syntax Right, int Start, int Length) : Syntax(Start, Length);

/// <summary><c>condition ? then : otherwise</c>.</summary>
internal sealed record ConditionalSyntax(Syntax Condition, Syntax Then, Syntax Otherwise, int Start, int Length) : Syntax(Start, Length);

internal sealed record CallSyntax(Function Function, IReadOnlyList<Syntax> Arguments, int Start, int Length, int NameStart)
    : Syntax(Start, Length)
{
    public bool IsPiped { get; init; }

    /// <summary>Its first argument may be missing: the function gives a value for it.</summary>
    public bool TakesNothing => Function.Name == "object.default";
}

/// <summary><c>@string.upcase</c>: a function handed to another one.</summary>
internal sealed record FunctionSyntax(Function Function, int Start, int Length) : Syntax(Start, Length);

/// <summary><c>for.index</c>: what is known of the turn of the loop around it.</summary>
internal sealed record TurnSyntax(string Member, int Start, int Length) : Syntax(Start, Length);

/// <summary>Parentheses are kept because they decide whether a pipe is ambiguous.</summary>
internal sealed record GroupSyntax(Syntax Inner, int Start, int Length) : Syntax(Start, Length)
{
    public override NamePath? Path => Inner.Path;
}
