namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// What a name may be made of before it gets near a command line, a path or a log: an allow-list, because every list of forbidden
/// characters misses one.
/// </summary>
internal static class HostName
{
    public const int MaximumLength = 253;

    /// <summary>Why a text is not a host's name, with the place of the offending character, or null.</summary>
    public static (string Why, int Offset, int Length)? Refuse(string name)
    {
        if (name.Length == 0) return ("It is empty.", 0, 0);
        if (name.Length > MaximumLength) return ($"It is longer than {MaximumLength} characters.", 0, name.Length);
        for (var index = 0; index < name.Length; index++)
        {
            var letter = name[index];
            if (char.IsAsciiLetterOrDigit(letter) || letter is '_' || (letter is '-' or '.' && index > 0)) continue;
            var why = letter switch
            {
                '-' => "A name that begins with '-' could be taken for an option.",
                '.' => "It begins with '.'.",
                ':' => "A port is given by ansible_port, an IPv6 address by ansible_host.",
                '\n' or '\r' => "It holds a line end.",
                > '\u007F' => $"The character '{letter}' (U+{(int)letter:X4}) is not ASCII, though it may look like it.",
                _ => $"The character '{letter}' (U+{(int)letter:X4}) is not allowed.",
            };
            return (why, index, 1);
        }

        return name.Contains("..", StringComparison.Ordinal)
            ? ("Two dots stand side by side.", name.IndexOf("..", StringComparison.Ordinal), 2) : null;
    }

    public static bool IsGroup(string name) =>
        name.Length is > 0 and <= MaximumLength && name[0] is not ('-' or '.')
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
