using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A text with expressions in double braces. One that is nothing but an expression keeps its value's kind; everything else gives a text.
/// </summary>
public sealed class Template
{
    // A part is a text, or an expression with the place of its braces.
    private readonly IReadOnlyList<(string Text, Expression? Expression, SourceSpan Span)> _parts;

    private Template(IReadOnlyList<(string, Expression?, SourceSpan)> parts) => _parts = parts;

    /// <summary>The names that its expressions use.</summary>
    public IReadOnlyList<NameUse> Names => [.. _parts.SelectMany(part => part.Expression?.Names ?? [])];

    /// <summary>True where a text has to be evaluated at all.</summary>
    public static bool Holds(string text) => text.Contains("{{", StringComparison.Ordinal);

    /// <summary>Null when a part of it cannot be parsed; all parts are looked at.</summary>
    public static Template? Parse(string text, SourceSpan span, Findings findings)
    {
        var place = new TextPlace(text, span);
        var parts = new List<(string, Expression?, SourceSpan)>();
        var whole = true;
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open != at) parts.Add((text[at..(open < 0 ? text.Length : open)], null, span));
            if (open < 0) break;
            var close = Close(text, open + 2);
            if (close < 0)
            {
                findings.Add(ExpressionProblems.UnclosedTemplate(place.Of(open, 2)));
                return null;
            }

            var inside = text[(open + 2)..close];
            var braces = place.Of(open, close + 2 - open);
            var expression = Trims(inside) ? Refused(ExpressionProblems.TrimMark(braces))
                : Expression.Parse(inside, new TextPlace(inside, InBraces(braces)), findings);
            whole &= expression is not null;
            parts.Add(("", expression, braces));
            at = close + 2;
        }

        return whole ? new Template(parts) : null;

        Expression? Refused(Diagnostic diagnostic)
        {
            findings.Add(diagnostic);
            return null;
        }
    }

    public Evaluation Evaluate(Scope scope)
    {
        if (_parts is [{ Expression: { } alone }]) return alone.Evaluate(scope);
        var (text, problems, unknown) = (new SecretTextBuilder(), new List<Diagnostic>(), new List<string>());
        foreach (var (literal, expression, span) in _parts)
        {
            text.Append(literal);
            if (expression?.Evaluate(scope) is not { } evaluation) continue;
            problems.AddRange(evaluation.Problems);
            unknown.AddRange(evaluation.Unknown);
            if (evaluation.Value is DatumNull or DatumList or DatumMap) problems.Add(ExpressionProblems.NotInText(span, evaluation.Value));
            else if (evaluation.Value is DatumSecret secret) text.Append(secret.Secret);
            else text.Append(evaluation.Value?.Text ?? "");
        }

        if (problems.Count > 0) return Evaluation.Failed(problems);
        return unknown.Count > 0 ? Evaluation.NotYet(unknown) : Evaluation.Of(text.Build());
    }

    private static bool Trims(string inside) => inside.Length > 0 && (inside[0] is '-' or '~' || inside[^1] is '-' or '~');

    /// <summary>Where <c>}}</c> stands outside of quotes, or -1.</summary>
    private static int Close(string text, int at)
    {
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            if (quote != '\0')
            {
                if (text[at] == '\\') at++;
                else if (text[at] == quote) quote = '\0';
            }
            else if (text[at] is '"' or '\'') quote = text[at];
            else if (text[at] == '}' && at + 1 < text.Length && text[at + 1] == '}') return at;
        }

        return -1;
    }

    private static SourceSpan InBraces(SourceSpan braces) =>
        braces.Length > 4 ? braces with { Start = braces.Start + 2, Length = braces.Length - 4 } : braces;
}
