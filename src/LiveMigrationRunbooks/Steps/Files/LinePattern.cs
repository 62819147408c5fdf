using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>
/// A regular expression that awk on the host and .NET here understand alike, so that what it matches is known before any host is asked:
/// letters, <c>.</c>, sets, <c>* + ?</c>, groups, <c>|</c>, <c>^</c> and <c>$</c>.
/// </summary>
internal static class LinePattern
{
    /// <summary>Why a pattern is not one, and what to write; null where it is.</summary>
    public static (string Why, string Fix)? Wrong(string pattern)
    {
        var inSet = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var (letter, next) = (pattern[at], at + 1 < pattern.Length ? pattern[at + 1] : '\0');
            if (letter is '\n' or '\r') return ("A pattern is for one line.", "Remove the line end.");
            if (letter == '\\')
            {
                if (inSet && next != 't') return ("A backslash inside of a set is a letter to some tools.", "Write ] as the first letter of the set, - as the last, and all others as they are.");
                if (next != 't' && (char.IsAsciiLetterOrDigit(next) || next > '~')) return ($"'\\{next}' means something else to each tool.", "Write a set in its place: [ \\t] for \\s, [0-9] for \\d, [A-Za-z0-9_] for \\w.");
                at++;
            }
            else if (inSet)
            {
                if (letter == '[' && next is (':' or '.' or '=')) return ("Classes such as [[:space:]] are not known to every tool.", "Write the letters: [ \\t].");
                inSet = letter != ']';
            }
            else if (letter == '[')
            {
                inSet = true;
                // A bracket that stands first in its set is a letter of it.
                if (next == '^') at++;
                if (at + 1 < pattern.Length && pattern[at + 1] == ']') at++;
            }
            else if (letter is '{' or '}') return ("Counts in braces are not known to every awk.", "Write the piece as often as it shall stand there, or escape the brace: \\{.");
            else if (letter == '(' && next == '?') return ("'(?' begins something that only some tools know.", "Use a plain group.");
            else if (letter is '*' or '+' or '?' && next is ('*' or '+' or '?')) return ("Two signs of repetition stand side by side.", "Keep one of them.");
        }
        return Regex(pattern) is null ? ("It is not a regular expression: a bracket, a group or a backslash is not closed.", "Close it, or escape it with a backslash.") : null;
    }

    /// <summary>The pattern as every awk reads it: to some, a backslash in a set is a letter.</summary>
    public static string ForHost(string pattern) => string.Join("\\\\", pattern.Split("\\\\").Select(part => part.Replace("\\t", "\t", StringComparison.Ordinal)));

    public static bool Matches(string pattern, string line) => Regex(pattern)?.IsMatch(line) ?? false;

    private static Regex? Regex(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
