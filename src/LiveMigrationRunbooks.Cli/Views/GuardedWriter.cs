using System.Text;
using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>
/// The last writer of all that goes to a terminal, a pipe or a file behind one: no secret that this process has read passes it, and no letter that
/// moves a cursor or turns a line round. A file is looked at later, by somebody whose terminal obeys it.
/// </summary>
internal sealed class GuardedWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(IsUnsafe(value) && value != '\r' ? Escaped(value) : value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Harmless(SecretNet.OfThisProcess.Clean(value)));
    }

    // In one piece: what is written by several at once must not mix within a line.
    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => inner.Flush();

    private static string Harmless(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var (index, letter) in text.Index())
        {
            // Windows' end of a line is harmless; a carriage return alone writes over what stands before it.
            if (IsUnsafe(letter) && !(letter == '\r' && index + 1 < text.Length && text[index + 1] == '\n')) safe.Append(Escaped(letter));
            else safe.Append(letter);
        }
        return safe.ToString();
    }

    private static string Escaped(char letter) => letter < 0x100 ? $"\\x{(int)letter:x2}" : $"\\u{(int)letter:x4}";

    private static bool IsUnsafe(char letter) => (char.IsControl(letter) && letter is not '\n' and not '\t')
        || letter is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
