using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Says in the author's words what the parser means: what stands there, why that cannot be, and what to write.</summary>
internal static class YamlSyntax
{
    public static Diagnostic Unclosed(SourceSpan open) => YamlProblems.Syntax(
        open, $"The bracket '{open.File.Text[open.Start]}' is never closed.", "The file ends, or another key begins, before its end.",
        $"Add the missing '{(open.File.Text[open.Start] == '[' ? ']' : '}')}'.");

    public static Diagnostic Lost(SourceSpan after) => YamlProblems.Syntax(
        after, "What follows here is not YAML.", "The parser cannot make sense of it.",
            "Look at the indentation, quotes and brackets below this place.");

    public static Diagnostic Explain(SourceFile file, YamlException problem, SourceSpan? openBracket)
    {
        var message = problem.Message;
        var place = new YamlLine(file, problem.Start, problem.End);
        if (message.Contains("tab", StringComparison.Ordinal) && place.TabBelow is { } tab)
            return YamlProblems.Syntax(tab, "A tab stands where the line is indented.",
                "YAML is indented with spaces only; how wide a tab is depends on the editor.", "Replace the tab by spaces.");
        if (place.Invisible is { } invisible) return YamlProblems.InvisibleCharacter(invisible, file.Text[invisible.Start]);
        if (place.ForeignColon is { } colon) return YamlProblems.ForeignColon(colon, file.Text[colon.Start]);
        if (place.Template is { } template) return YamlProblems.UnquotedTemplate(template);
        if (Has("invalid mapping") || Has("Mapping values are not allowed")) return SecondColon(place);
        if (Has("expected key")) return NoKey(place);
        if (Has("expected '-'"))
            return YamlProblems.Syntax(place.Word, "An entry of the list above is expected here.",
                "The line stands where the list goes on, but does not begin with '- '.",
                    "Begin it with '- ', or indent it exactly like the keys it belongs to.");
        if (Has("unexpected end of stream") || Has("wrong indentation") || Has("document indicator"))
            return YamlProblems.Syntax(place.Opening, "The quote that opens here is never closed.",
                "Everything after it would belong to the text.", "Close the quote at the end of the text.");
        if (openBracket is not null && place.AtEnd) return Unclosed(openBracket);
        if (Has("flow sequence") || Has("flow mapping"))
            return YamlProblems.Syntax(place.Point, "The list or mapping in brackets is broken off here.",
                "A comma or the closing bracket was expected.", "Add the comma, or close the bracket.");
        if (Has("cannot start any token") || Has("anchor or alias"))
            return YamlProblems.Syntax(place.Point, $"A text without quotes cannot begin with '{place.Letter}'.",
                "The character has a meaning of its own in YAML.", "Put the text into quotes.");
        if (Has("escape"))
            return YamlProblems.Syntax(place.BadEscape, "This is no escape that YAML knows.",
                "In double quotes a backslash begins an escape like \\n or \\\".", "Double the backslash, or use single quotes.");
        if (Has("sequence entries are not allowed"))
            return YamlProblems.Syntax(place.Point, "A list cannot begin behind a key.", "Its entries stand in lines of their own.",
                "Put '- ' into the next line, indented.");
        if (Has("invalid content after") || Has("expected <document start>"))
            return YamlProblems.Syntax(place.Point, "Text follows the end of the document.", "'...' ends it.",
                "Remove what follows, or the mark.");
        if (Has("block scalar"))
            return YamlProblems.Syntax(place.Point, "Text follows the '|' or '>' of a block.", "The block begins in the next line.",
                "Move the text into the next line, indented.");
        return YamlProblems.Syntax(place.Point, "This is not YAML.", $"The parser says: {message}",
            "Look at the indentation, quotes and brackets around this place.");

        bool Has(string words) => message.Contains(words, StringComparison.Ordinal);
    }

    /// <summary>Whether the mistake is sure to lie in the one line it is told for, so that what stands below can be read without it.</summary>
    public static bool IsOfOneLine(SourceFile file, YamlException problem)
    {
        var (place, message) = (new YamlLine(file, problem.Start, problem.End), problem.Message);
        if (Has("invalid mapping") || Has("Mapping values are not allowed")) return place.HasEarlierColon;
        if (Has("expected key")) return !place.AtLineStart;
        return Has("tab") || Has("cannot start any token") || Has("anchor or alias") || Has("escape")
            || Has("sequence entries are not allowed") || Has("block scalar");

        bool Has(string words) => message.Contains(words, StringComparison.Ordinal);
    }

    private static Diagnostic SecondColon(YamlLine place) => place.HasEarlierColon
        ? YamlProblems.Syntax(place.Point, "A second ': ' stands in this value.",
        "A colon followed by a space separates a key from its value.", "Quote the value, or put the inner key into a line of its own.")
        : YamlProblems.Syntax(place.Word, "This line is indented deeper than its neighbours.",
        "The key above it already has a value, so nothing can be inside of it.",
            "Indent it like the key above, or remove the value above.");

    private static Diagnostic NoKey(YamlLine place)
    {
        if (!place.AtLineStart)
            return YamlProblems.Syntax(place.Word, "Text follows a value that has already ended.",
                "After a closing quote, bracket or alias the line must end.", "Quote the whole value.");
        return place.HasColon
            ? YamlProblems.Syntax(place.Word, "The indentation of this line fits nothing above.",
            "Keys of one mapping stand at the same column.", "Indent it exactly like the keys it belongs to.")
            : YamlProblems.Syntax(place.Word, "A key without a value stands here.", "Every line of a mapping is 'key: value'.",
            "Add ': ' and the value, or begin the line with '- ' if it belongs to a list.");
    }
}
