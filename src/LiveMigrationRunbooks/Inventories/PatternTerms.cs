using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

internal enum PatternRole
{
    Union,
    Intersection,
    Exclusion,
}

/// <summary>One part of a pattern without its sign, and where it stands.</summary>
internal sealed record PatternTerm(string Text, PatternRole Role, SourceSpan? Span);

/// <summary>Takes a pattern apart. Colons inside of brackets belong to a slice; with a comma anywhere only commas separate.</summary>
internal static class PatternTerms
{
    public static IReadOnlyList<PatternTerm> Of(string pattern, SourceSpan? at, Findings findings)
    {
        var terms = new List<PatternTerm>();
        foreach (var (text, offset) in Split(pattern))
        {
            var role = text[0] switch { '!' => PatternRole.Exclusion, '&' => PatternRole.Intersection, _ => PatternRole.Union };
            var bare = role == PatternRole.Union ? text : text[1..].Trim();
            var span = at is null ? null : new TextPlace(pattern, at).Of(offset, text.Length);
            if (bare.Length == 0) findings.Add(PatternProblems.Empty(span));
            else terms.Add(new PatternTerm(bare, role, span));
        }

        return terms;
    }

    /// <summary>The terms of all lines of a file together; <c>#</c> begins a comment.</summary>
    public static IEnumerable<PatternTerm> Of(SourceFile file, Findings findings)
    {
        var at = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0)
            {
                var span = new SourceSpan(file, at + line.IndexOf(text, StringComparison.Ordinal), text.Length);
                foreach (var term in Of(text, span, findings)) yield return term;
            }

            at += line.Length + 1;
        }
    }

    private static IEnumerable<(string Text, int Offset)> Split(string pattern)
    {
        var separator = pattern.Contains(',') ? ',' : ':';
        var (start, inside) = (0, 0);
        for (var index = 0; index <= pattern.Length; index++)
        {
            var letter = index < pattern.Length ? pattern[index] : separator;
            if (letter == '[') inside++;
            else if (letter == ']') inside--;
            if (index < pattern.Length && (letter != separator || inside > 0)) continue;
            var text = pattern[start..index];
            if (text.Trim().Length > 0) yield return (text.Trim(), start + (text.Length - text.TrimStart().Length));
            start = index + 1;
        }
    }
}
