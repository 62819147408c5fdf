using System.Text;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// JSON that may be looked at with <c>cat</c>: letters that move a cursor or turn a line round can only stand inside of strings there, and are
/// written as escapes. To a program both are the same text.
/// </summary>
public static class PlainJson
{
    public static string Of(string json)
    {
        if (!json.Any(IsEscaped)) return json;
        var plain = new StringBuilder(json.Length + 64);
        foreach (var letter in json)
        {
            if (IsEscaped(letter)) plain.Append($"\\u{(int)letter:x4}");
            else plain.Append(letter);
        }
        return plain.ToString();
    }

    // The line breaks of the form itself are not inside of strings.
    private static bool IsEscaped(char letter) => letter is not '\n' and not '\r' && UnsafeLetter.Is(letter) && letter != '\u00A0';
}
