using System.Runtime.CompilerServices;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A text with code in double braces. One that is nothing but an expression keeps its value's kind; everything else gives a text.
/// </summary>
public sealed class Template
{
    // A runbook is resolved for every host; its scalars are parsed once.
    private static readonly ConditionalWeakTable<YamlScalar, Template> s_parsed = [];

    private readonly IReadOnlyList<StatementSyntax> _statements;
    private readonly TextPlace _place;
    private readonly IReadOnlyList<Use> _uses;

    private Template(IReadOnlyList<StatementSyntax> statements, TextPlace place)
    {
        (_statements, _place, _uses) = (statements, place, NameWalk.Of(statements));
        Names = [.. _uses.Select(use => new NameUse(use.Path.Text, place.Of(use.Start, use.Length), use.IsOptional))];
    }

    /// <summary>
    /// The names that it needs from outside, on every way through it; without those that it gives a value itself.
    /// </summary>
    public IReadOnlyList<NameUse> Names { get; }

    /// <summary>True where a text has to be evaluated at all.</summary>
    public static bool Holds(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>Null when a part of it cannot be parsed; all parts are looked at.</summary>
    public static Template? Parse(string text, SourceSpan span, Findings findings)
    {
        var place = new TextPlace(text, span);
        return new TemplateLexer(text, place, findings).Cut() is { } tokens && new Parser(tokens, place, findings).Page() is { } statements
            ? new Template(statements, place) : null;
    }

    /// <summary>The template that a scalar holds, parsed once however often it is asked for.</summary>
    public static Template? Of(YamlScalar scalar, Findings findings)
    {
        if (s_parsed.TryGetValue(scalar, out var known)) return known;
        if (Parse(scalar.Text, scalar.Span, findings) is not { } template) return null;
        s_parsed.AddOrUpdate(scalar, template);
        return template;
    }

    public Evaluation Evaluate(Scope scope) => _statements is [EnterSyntax, OutputSyntax alone, ExitSyntax]
        ? new Evaluator(scope, _place).Run(alone.Value, _uses) : new Evaluator(scope, _place).Run(_statements, _uses);

    /// <summary>What it gives as a text, also where it is nothing but an expression.</summary>
    public Evaluation Render(Scope scope) => new Evaluator(scope, _place).Run(_statements, _uses);

    /// <summary>What kind of value it gives, as far as the values and the declared kinds of a scope say.</summary>
    public DatumKind? KindIn(Scope scope) => Evaluate(scope).Kind;
}
