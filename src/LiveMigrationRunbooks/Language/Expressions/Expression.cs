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
/// An expression in a subset of Scriban's syntax: it always ends, has no side effects, and can be checked without a value.
/// <code>
/// literals     1  2.5  "text"  'text'  true  false  null  [a, b]
/// names        input   facts.nic.eth1.mtu   host["name-with-dash"]   list[0]
/// operators    ??   or ||   and &amp;&amp;   == !=   &lt; &lt;= &gt; &gt;=   + -   * / %   not !  -      (loosest first)
/// functions    string.replace x "a" "b"     x | string.upcase | array.join ","           (arguments: values, or in parentheses)
/// </code>
/// A pipe beside an operator needs parentheses. Conditions are truth values: nothing else counts as true or false. Values of
/// different kinds are not compared. <c>a ?? b</c> is <c>b</c> where <c>a</c> is null or something on its path is missing.
/// <c>and</c>, <c>or</c> and <c>not</c> are additions to Scriban.
/// </summary>
public sealed class Expression
{
    private readonly Syntax _syntax;
    private readonly TextPlace _place;

    private Expression(string text, Syntax syntax, TextPlace place)
    {
        (Text, _syntax, _place) = (text, syntax, place);
        Names = [.. Paths.Uses(syntax).Select(use => new NameUse(use.Path, place.Of(use.Start, use.Length), use.Optional))];
    }

    public string Text { get; }

    /// <summary>The names it uses, in the order they are written, with repeats.</summary>
    public IReadOnlyList<NameUse> Names { get; }

    /// <summary>
    /// Parses a text; <paramref name="span"/> is where the value that holds it stands. Null when it is not an expression.
    /// </summary>
    public static Expression? Parse(string text, SourceSpan span, Findings findings) => Parse(text, new TextPlace(text, span), findings);

    public Evaluation Evaluate(Scope scope) => new Evaluator(scope, _place).Run(_syntax);

    internal static Expression? Parse(string text, TextPlace place, Findings findings) =>
        new Parser(text, place, findings).Whole() is { } syntax ? new Expression(text, syntax, place) : null;
}
