using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>
/// A line of a file as it may be quoted: what stands under a name that may be a secret's is masked, whatever the line is quoted for. It works
/// on letters, not on a tree, because the file that is told about may not even be YAML. <paramref name="At"/> and <paramref name="Length"/>
/// are the place that was asked for, moved to where it is now.
/// </summary>
internal sealed partial record MaskedLine(string Text, int At, int Length)
{
    // An excerpt shows a hundred letters; what lies further away is neither searched nor shown.
    private const int Most = 20_000;

    // A text over several lines is longer than this only where it is no secret.
    private const int MostLines = 200;

    public static MaskedLine Of(SourceFile file, int number, int at, int length)
    {
        var line = file.Line(number);
        var from = line.Length > Most ? Math.Clamp(at - (Most / 2), 0, line.Length - Most) : 0;
        if (line.Length > Most) line = line.Substring(from, Most);
        at = Math.Clamp(at - from, 0, line.Length);
        return Mask(line, at, Math.Min(length, line.Length - at), Secrets(file, number, line));
    }

    private static List<(int Start, int End)> Secrets(SourceFile file, int number, string line)
    {
        var begin = line.Length - line.TrimStart().Length;
        // The value of an option stands in a file of its own, named after it.
        if (file.Path.StartsWith("-e ", StringComparison.Ordinal)) return SecretName.MayBeSecret(file.Path[3..]) && !IsOpen(line) ? [(0, line.Length)] : [];
        if (begin < line.Length && IsInside(file, number, line, begin)) return [(line[begin..].StartsWith("- ", StringComparison.Ordinal) ? begin + 2 : begin, line.Length)];
        var found = new List<(int Start, int End)>();
        foreach (Match match in Pair().Matches(line))
        {
            var start = match.Index + match.Length;
            if (start < (found.Count == 0 ? 0 : found[^1].End) || !SecretName.MayBeSecret(match.Groups["key"].Value)) continue;
            var end = start + line[start..EndOf(line, match, start)].TrimEnd().Length;
            if (!IsOpen(line[start..end])) found.Add((start, end));
        }
        return found;
    }

    private static int EndOf(string line, Match match, int start)
    {
        if (start >= line.Length) return line.Length;
        if (line[start] is '"' or '\'') return Quoted().Match(line, start) is { Success: true } quoted ? quoted.Index + quoted.Length : line.Length;
        if (line[start] == '[') return line.IndexOf(']', start) is >= 0 and var close ? close + 1 : line.Length;
        var stop = match.Value.EndsWith('=')
            ? line[..match.Index].Trim().Length == 0 ? -1 : line.AsSpan(start).IndexOfAny(' ', '\t')
            : line.LastIndexOf('{', match.Index) >= 0 ? line.AsSpan(start).IndexOfAny(",}") : line.IndexOf(" #", start, StringComparison.Ordinal) - start;
        return stop < 0 ? line.Length : start + stop;
    }

    // A block, a list or a text that goes on: the name stands alone in a line above that is indented less.
    private static bool IsInside(SourceFile file, int number, string line, int indent)
    {
        if (line.Length >= Most) return false;
        for (var above = number - 1; above > Math.Max(0, number - MostLines); above--)
        {
            var text = file.Line(above);
            var inset = text.Length - text.TrimStart().Length;
            if (inset == text.Length || text.Length > Most) continue;
            var isItem = line.AsSpan(indent).StartsWith("- ");
            if (inset > indent || (inset == indent && !(isItem && !text.AsSpan(inset).StartsWith("- ")))) continue;
            if (Header().Match(text) is not { Success: true } header || !SecretName.MayBeSecret(header.Groups["key"].Value)) return false;
            return header.Groups["block"].Length > 0 || !Pair().IsMatch(line);
        }
        return false;
    }

    // A template, a reference, a switch or nothing: it tells where a secret is, or that there is none.
    private static bool IsOpen(string value) => value.Trim().Trim('"', '\'') is var bare && (bare.Length == 0 || bare[0] is '{' or '!' or '|' or '>' or '*' or '&'
        || SecretForm.Sources.ContainsKey(bare) || bare is "true" or "false" or "yes" or "no" or "on" or "off" or "null" or "~");

    private static MaskedLine Mask(string line, int at, int length, List<(int Start, int End)> secrets)
    {
        if (secrets.Count == 0) return new MaskedLine(line, at, length);
        var text = new StringBuilder();
        var (done, end) = (0, at + length);
        var (newAt, newEnd) = (at, end);
        foreach (var (start, stop) in secrets)
        {
            text.Append(line, done, start - done);
            newAt = Moved(at, newAt, start, stop, text.Length);
            newEnd = end > start && end < stop ? text.Length + SecretText.Mask.Length : Moved(end, newEnd, start, stop, text.Length);
            text.Append(SecretText.Mask);
            done = stop;
        }
        return new MaskedLine(text.Append(line, done, line.Length - done).ToString(), newAt, Math.Max(0, newEnd - newAt));
    }

    // A place inside of a secret is the mask's; one behind it has moved by what the mask is longer or shorter.
    private static int Moved(int place, int before, int start, int stop, int mask) =>
        place < start ? before : place < stop ? mask : mask + SecretText.Mask.Length + (place - stop);

    [GeneratedRegex("""(?<![\w.-])(?<quote>["']?)(?<key>(?>[A-Za-z_][\w.-]*))\k<quote>(?>[ \t]*(?:=|:(?:[ \t]+|(?=["'\[])))[ \t]*)""")]
    private static partial Regex Pair();

    [GeneratedRegex("""\G(?:"(?>(?:[^"\\]|\\.)*)"|'(?>(?:[^']|'')*)')""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""^\s*(?:-[ \t]+)*["']?(?<key>(?>[A-Za-z_][\w.-]*))["']?[ \t]*:[ \t]*(?:![\w-]+[ \t]*)?(?<block>[|>][-+0-9]*)?[ \t]*(?:\#.*)?$""")]
    private static partial Regex Header();
}
