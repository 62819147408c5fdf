using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A name that an expression uses: <paramref name="Path"/> is dotted from its root; optional where <c>??</c> stands in for it.
/// </summary>
public sealed record NameUse(string Path, SourceSpan Span, bool Optional)
{
    public string Root => Path.Split('.', 2)[0];
}

/// <summary>
/// An expression in a subset of Scriban's syntax: it always ends, has no side effects, and can be checked without a value. The reference is
/// <c>runbooks/expressions.md</c>. Stricter than Scriban: names must exist, conditions are truth values, kinds are not mixed.
/// <c>and</c>, <c>or</c> and <c>not</c> are additions.
/// </summary>
public sealed class Expression
{
    private readonly Syntax _syntax;
    private readonly TextPlace _place;
    private readonly IReadOnlyList<Use> _uses;

    private Expression(string text, Syntax syntax, TextPlace place)
    {
        (Text, _syntax, _place, _uses) = (text, syntax, place, NameWalk.Of(syntax));
        Names = [.. _uses.Select(use => new NameUse(use.Path.Text, place.Of(use.Start, use.Length), use.IsOptional))];
    }

    public string Text { get; }

    /// <summary>The names it uses, in the order they are written, with repeats.</summary>
    public IReadOnlyList<NameUse> Names { get; }

    /// <summary>
    /// Parses a text; <paramref name="span"/> is where the value that holds it stands. Null when it is not an expression.
    /// </summary>
    public static Expression? Parse(string text, SourceSpan span, Findings findings)
    {
        var place = new TextPlace(text, span);
        return new Parser(Lexer.Cut(text), place, findings).Whole() is { } syntax ? new Expression(text, syntax, place) : null;
    }

    public Evaluation Evaluate(Scope scope) => new Evaluator(scope, _place).Run(_syntax, _uses);

    /// <summary>What kind of value it gives, as far as the values and the declared kinds of a scope say.</summary>
    public DatumKind? KindIn(Scope scope) => Evaluate(scope).Kind;
}
