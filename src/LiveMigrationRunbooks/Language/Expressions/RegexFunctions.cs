using System.Text;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Patterns. They are matched without going back, so that the time grows with the text and not faster; what needs going back is refused.</summary>
internal static class RegexFunctions
{
    private const int MaximumPattern = 1000;

    // Enough for a text that a host may send, and a pattern of that length.
    private const int LettersAStep = 8;

    public static IEnumerable<Function> All { get; } =
    [
        new("regex.match text pattern options?", "The first match and its groups; empty where there is none.", "\"bond0.100\" | regex.match `(\\w+)\\.(\\d+)`", "tt?t", DatumKind.List, c =>
            Matched(c, 2, (regex, text) => regex.Match(text) is { Success: true } match ? Groups(match) : new DatumList([]))),
        new("regex.matches text pattern options?", "All matches, each with its groups.", "\"eth1 eth2\" | regex.matches `eth(\\d)`", "tt?t", DatumKind.List, c =>
            Matched(c, 2, (regex, text) => new DatumList([.. regex.Matches(text).Select(Groups)]))),
        new("regex.replace text pattern replace options?", "Another text in place of each match; `$1` is a group.", "\"eth1\" | regex.replace `eth(\\d+)` \"bond$1\"", "ttt?t", DatumKind.Text, Replace),
        new("regex.split text pattern options?", "The parts between the matches.", "\"a, b   , c\" | regex.split `\\s*,\\s*`", "tt?t", DatumKind.List, c =>
            Matched(c, 2, (regex, text) => new DatumList([.. regex.Split(text).Select(part => new DatumText(part))]))),
        new("regex.escape pattern", "With escapes, so that a pattern means these letters.", "\"(a.b)\" | regex.escape", "t", DatumKind.Text, c => new DatumText(Regex.Escape(c.Text(0)))),
        new("regex.unescape pattern", "Without such escapes.", "`\\(a\\.b\\)` | regex.unescape", "t", DatumKind.Text, Unescape),
    ];

    private static DatumList Groups(Match match) => new([.. match.Groups.Cast<Group>().Select(group => new DatumText(group.Value))]);

    private static Datum? Replace(Call call) => Matched(call, 3, (regex, text) =>
    {
        // Each '$' can stand for a text as long as the whole: what would not fit is not made.
        var (by, made, at) = (call.Text(2), new StringBuilder(), 0);
        var tooMuch = by.Count(letter => letter == '$') * (long)text.Length > 16L * Budget.MaximumText;
        for (var match = regex.Match(text); match.Success && !tooMuch; match = match.NextMatch())
        {
            made.Append(text, at, match.Index - at).Append(match.Result(by));
            at = match.Index + match.Length;
            tooMuch = made.Length > Budget.MaximumText;
        }

        return tooMuch ? call.Refuse(2, span => ExpressionProblems.TooMuchText(span, Budget.MaximumText))
            : new DatumText(made.Append(text, at, text.Length - at).ToString());
    });

    private static Datum? Matched(Call call, int options, Func<Regex, string, Datum?> use)
    {
        var (text, pattern, letters) = (call.Text(0), call.Text(1), call.Count > options ? call.Text(options) : "");
        var known = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        foreach (var letter in letters)
        {
            if (Option(letter) is not { } option)
                return call.Refuse(options, span => ExpressionProblems.BadArgument(span, $"'{letter}' is not an option of patterns.", "Options are i, m, s and x."));
            known |= option;
        }

        if (!call.Budget.Spend((text.Length / LettersAStep) + (pattern.Length * 10L))) return null;
        if (pattern.Length > MaximumPattern)
            return call.Refuse(1, span => ExpressionProblems.BadPattern(span, $"it has more than {MaximumPattern} letters"));
        try
        {
            return use(new Regex(pattern, known), text);
        }
        catch (ArgumentException problem)
        {
            return call.Refuse(1, span => ExpressionProblems.BadPattern(span, problem.Message.TrimEnd('.')));
        }
        catch (NotSupportedException)
        {
            return call.Refuse(1, span => ExpressionProblems.BadPattern(span, "it looks around, goes back to a group or is too large, which takes time without bound"));
        }
    }

    private static RegexOptions? Option(char letter) => letter switch
    {
        'i' => RegexOptions.IgnoreCase,
        'm' => RegexOptions.Multiline,
        's' => RegexOptions.Singleline,
        'x' => RegexOptions.IgnorePatternWhitespace,
        _ => null,
    };

    private static Datum? Unescape(Call call)
    {
        try
        {
            return new DatumText(Regex.Unescape(call.Text(0)));
        }
        catch (ArgumentException problem)
        {
            return call.Refuse(0, span => ExpressionProblems.BadPattern(span, problem.Message.TrimEnd('.')));
        }
    }
}
