using System.Text;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>A word of a line: its text without quotes, and where it is written.</summary>
internal readonly record struct IniWord(string Text, int Start, int Length);

/// <summary>Splits the line of a host as Python's <c>shlex.split(line, comments=True)</c> does: quotes, backslashes, comments.</summary>
internal static class IniWords
{
    /// <summary>The words; where a quote stays open, null and the place of the quote.</summary>
    public static (IReadOnlyList<IniWord>? Words, int Open) Split(string line)
    {
        var words = new List<IniWord>();
        var at = 0;
        while (at < line.Length && line[at] != '#')
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            var (start, text) = (at, new StringBuilder());
            while (at < line.Length && !char.IsWhiteSpace(line[at]) && line[at] != '#')
            {
                var from = at;
                if (!Part(line, ref at, text)) return (null, from);
            }

            words.Add(new IniWord(text.ToString(), start, at - start));
        }

        return (words, -1);
    }

    /// <summary>One letter, one escaped letter, or one quoted stretch.</summary>
    private static bool Part(string line, ref int at, StringBuilder text)
    {
        var letter = line[at++];
        if (letter == '\\')
        {
            if (at == line.Length) return false;
            text.Append(line[at++]);
            return true;
        }

        if (letter is not ('\'' or '"'))
        {
            text.Append(letter);
            return true;
        }

        for (; at < line.Length; at++)
        {
            if (line[at] == letter)
            {
                at++;
                return true;
            }

            // Only in double quotes, and only before what would mean something there.
            if (letter == '"' && line[at] == '\\' && at + 1 < line.Length && line[at + 1] is '"' or '\\') at++;
            text.Append(line[at]);
        }

        return false;
    }
}
