using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>Finds the word that was probably meant.</summary>
public static class Suggestion
{
    private const int LongestWord = 100;

    /// <summary>
    /// The nearest known word within two edits (a transposition counts one), or null. Ties go to the first in ordinal order.
    /// </summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        // A word with foreign letters is compared as it was probably typed; then even an equal one is a suggestion.
        var typed = LookAlikes.Plain(word).Trim(' ', '"', '\'').ToLowerInvariant();
        if (word.Length > LongestWord) return null;
        // A word of one or two letters is within two edits of everything short.
        var limit = Math.Min(2, typed.Length / 2);
        string? nearest = null;
        var best = limit + 1;
        foreach (var candidate in known)
        {
            if (candidate == word || Math.Abs(candidate.Length - typed.Length) > limit) continue;
            var distance = Distance(typed, candidate.ToLowerInvariant());
            if (distance > best || distance > limit || (distance == best && string.CompareOrdinal(candidate, nearest) >= 0)) continue;
            (nearest, best) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>
    /// The sentence for a diagnostic's fix: the near word if there is one, else the known words, as far as a line holds them.
    /// </summary>
    public static string Fix(string word, IEnumerable<string> known, string noun)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (For(word, words) is { } near) return Question(word, near);
        return Foreign(word) + words.Count switch
        {
            0 => $"There is no {noun} to name here.",
            <= 12 => $"Known: {string.Join(", ", words)}.",
            _ => $"Known are {words.Count}, among them {string.Join(", ", words.Take(8))}.",
        };
    }

    /// <summary>Asks whether the near word was meant; names what differs where an eye would not see it.</summary>
    public static string Question(string word, string near) => $"{Foreign(word)}Did you mean '{near}'?";

    private static string Foreign(string word) =>
        LookAlikes.IndexIn(word) is >= 0 and var at ? $"The {LookAlikes.Name(word[at])} in it is not ASCII. " : "";

    private static int Distance(string left, string right)
    {
        var (before, last, row) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = left[i - 1] == right[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2]
                    && left[i - 2] == right[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }
}
