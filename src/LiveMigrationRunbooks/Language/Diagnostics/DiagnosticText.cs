using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>
/// Prints a diagnostic for people: what and where, the line as it is written with the place underlined, why, and what to do.
/// </summary>
public static class DiagnosticText
{
    /// <summary>
    /// Lines end in LF; the last has none. Control characters of the source are shown as <c>\x1b</c>, marks of direction as
    /// <c>\u202e</c>.
    /// </summary>
    public static string Render(Diagnostic diagnostic, int width = 100)
    {
        var text = new StringBuilder();
        text.Append(diagnostic.Severity == Severity.Error ? "error "
            : "warning ").Append(diagnostic.Code).Append(": ").Append(Safe(diagnostic.What));
        if (diagnostic.Span is { } span)
        {
            text.Append("\n  --> ").Append(Safe(span.ToString()));
            AppendSource(text, span, width);
        }

        AppendWrapped(text, "why: ", diagnostic.Why, width);
        AppendWrapped(text, "fix: ", diagnostic.Fix, width);
        return text.ToString();
    }

    /// <summary>A text that cannot move a terminal's cursor or turn its direction.</summary>
    public static string Safe(string text)
    {
        if (!text.Any(UnsafeLetter.Is)) return text;
        var safe = new StringBuilder();
        foreach (var letter in text)
        {
            if (!UnsafeLetter.Is(letter)) safe.Append(letter);
            else if (letter == '\t') safe.Append(' ');
            else if (letter < 0x100) safe.Append($"\\x{(int)letter:x2}");
            else safe.Append($"\\u{(int)letter:x4}");
        }

        return safe.ToString();
    }

    private static void AppendSource(StringBuilder text, SourceSpan span, int width)
    {
        var (number, column) = span.File.At(span.Start);
        var gutter = number.ToString(CultureInfo.InvariantCulture);
        var blank = new string(' ', gutter.Length);
        var masked = MaskedLine.Of(span.File, number, column - 1, span.Length);
        var excerpt = SourceExcerpt.Of(masked.Text, masked.At, masked.Length, Math.Max(20, width - gutter.Length - 3));
        text.Append($"\n{blank} |\n{gutter} | {excerpt.Line}".TrimEnd(' '));
        text.Append($"\n{blank} | {new string(' ', excerpt.Indent)}{new string('^', Math.Max(1, excerpt.Width))}");
    }

    private static void AppendWrapped(StringBuilder text, string label, string sentence, int width)
    {
        if (sentence.Length == 0) return;
        text.Append("\n  ").Append(label);
        var column = 2 + label.Length;
        var first = true;
        foreach (var word in Safe(sentence).Split(' '))
        {
            if (!first && column + 1 + word.Length > width)
            {
                text.Append("\n       ");
                column = 7;
            }
            else if (!first)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
            first = false;
        }
    }
}
