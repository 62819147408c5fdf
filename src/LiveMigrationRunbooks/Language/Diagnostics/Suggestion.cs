namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>Finds the word that was probably meant.</summary>
public static class Suggestion
{
    /// <summary>
    /// The nearest known word within two edits (a transposition counts one), or null. Ties go to the first in ordinal order.
    /// </summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        // A word of one or two letters is within two edits of everything short.
        var limit = Math.Min(2, word.Length / 2);
        return known
            .Where(candidate => candidate != word && Math.Abs(candidate.Length - word.Length) <= limit)
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>
    /// The sentence for a diagnostic's fix: the near word if there is one, else the known words, as far as a line holds them.
    /// </summary>
    public static string Fix(string word, IEnumerable<string> known, string noun)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (For(word, words) is { } near) return $"Did you mean '{near}'?";
        return words.Count switch
        {
            0 => $"There is no {noun} to name here.",
            <= 12 => $"Known: {string.Join(", ", words)}.",
            _ => $"Known are {words.Count}, among them {string.Join(", ", words.Take(8))}.",
        };
    }

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
