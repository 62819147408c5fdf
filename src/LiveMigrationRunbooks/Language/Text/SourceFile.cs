using System.Buffers;
using System.Text;
using System.Text.Unicode;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// A text that somebody wrote, and where it came from. Offsets are in UTF-16 units from 0; lines and columns count from 1. A column
/// counts UTF-16 units too, a tab one of them: so do the editors' language protocol, SARIF by default, and a click on file:line:column.
/// </summary>
public sealed class SourceFile(string path, string text)
{
    private const int Limit = 4 * 1024 * 1024;

    private readonly int[] _lineStarts = [0,
        .. Enumerable.Range(0, text.Length).Where(index => text[index] == '\n').Select(index => index + 1)];

    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>Reads a file; null when it cannot be used at all, with the reason among the findings. The path is kept as given.</summary>
    public static SourceFile? Read(string path, Findings findings)
    {
        var file = RegularFile.Read(path, Limit);
        switch (file.Refusal)
        {
            case FileRefusal.None: return Decode(path, file.Bytes.Span, findings);
            case FileRefusal.TooLarge: findings.Add(TextProblems.TooLarge(path, Limit)); break;
            case FileRefusal.Missing: findings.Add(TextProblems.Unreadable(path, file.Why, Near(path))); break;
            case FileRefusal.NotAFile: findings.Add(TextProblems.Unreadable(path, file.Why, "Name an ordinary file.")); break;
            default: findings.Add(TextProblems.Unreadable(path, file.Why, "Check the path and the file's permissions.")); break;
        }

        return null;
    }

    /// <summary>The same for what somebody names to this process: a link may not lead out of the repository that it stands in.</summary>
    public static SourceFile? ReadGiven(string path, Findings findings)
    {
        if (!ReviewedFolder.IsLeftBy(path)) return Read(path, findings);
        findings.Add(TextProblems.Outside(null, path));
        return null;
    }

    /// <summary>The same for what another file leads to: nothing of it is read, and so nothing told, where it lies outside of <paramref name="root"/>.</summary>
    /// <param name="named">Where it is named; null where it is found by its place.</param>
    public static SourceFile? ReadWithin(string root, string path, SourceSpan? named, Findings findings)
    {
        if (ReviewedFolder.Holds(root, ReviewedFolder.Real(path))) return Read(path, findings);
        findings.Add(TextProblems.Outside(named, path));
        return null;
    }

    public (int Line, int Column) At(int offset)
    {
        var line = Array.BinarySearch(_lineStarts, Math.Clamp(offset, 0, Text.Length));
        if (line < 0) line = ~line - 1;
        return (line + 1, offset - _lineStarts[line] + 1);
    }

    /// <summary>The text of a line, without its line end.</summary>
    public string Line(int number)
    {
        var start = _lineStarts[number - 1];
        var end = number < _lineStarts.Length ? _lineStarts[number] : Text.Length;
        return Text[start..end].TrimEnd('\n', '\r');
    }

    /// <summary>A mark that turns the direction of writing: what is seen is not what is read.</summary>
    public static bool IsDirectionMark(char letter) =>
        letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';

    /// <summary>A file beside the one that is missing, whose name is near; names are a folder's, so only some of a huge one are looked at.</summary>
    private static string Near(string path)
    {
        const string otherwise = "Check the path; it is relative to the current directory.";
        var folder = System.IO.Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder.Length == 0 ? "." : folder)) return otherwise;
        try
        {
            var names = Directory.EnumerateFileSystemEntries(folder.Length == 0 ? "." : folder).Take(1000).Select(entry => System.IO.Path.GetFileName(entry));
            return Suggestion.For(System.IO.Path.GetFileName(path), names) is { } near ? Suggestion.Question(path, System.IO.Path.Combine(folder, near)) : otherwise;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private static SourceFile? Decode(string path, ReadOnlySpan<byte> bytes, Findings findings)
    {
        var marked = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        if (marked) bytes = bytes[3..];
        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            var broken = new SourceFile(path, Encoding.UTF8.GetString(bytes));
            findings.Add(TextProblems.NotUtf8(new SourceSpan(broken, written, 1), bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
                ? "It begins like UTF-16." : Foreign(bytes) ?? $"Byte 0x{bytes[read]:X2} at offset {read} cannot stand there."));
            return null;
        }

        var file = new SourceFile(path, new string(chars, 0, written));
        if (marked) findings.Add(TextProblems.ByteOrderMark(new SourceSpan(file, 0, 1)));
        if (Foreign(bytes) is not { } foreign) return file.Refuses(findings) ? null : file;
        findings.Add(TextProblems.NotUtf8(new SourceSpan(file, 0, 1), foreign));
        return null;
    }

    /// <summary>What the beginning looks like, where it is no text of one byte a letter; null for what may be one.</summary>
    private static string? Foreign(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 512)];
        var (zeros, controls) = (start.Count((byte)0), 0);
        foreach (var one in start) if (one is < 9 or (> 13 and < 32)) controls++;
        if (start.Length >= 4 && zeros * 5 >= start.Length * 2 && zeros == controls) return "Every other byte is zero, as in UTF-16.";
        return controls * 10 > start.Length ? "It holds bytes that no text has; it may be a program, an archive or an image." : null;
    }

    /// <summary>Names the first control character and every mark that turns the direction of writing.</summary>
    private bool Refuses(Findings findings)
    {
        for (var index = 0; index < Text.Length; index++)
        {
            var letter = Text[index];
            if (letter is '\t' or '\n' || (letter == '\r' && index + 1 < Text.Length && Text[index + 1] == '\n')) continue;
            if (letter is '\u2028' or '\u2029')
            {
                findings.Add(TextProblems.LineSeparator(new SourceSpan(this, index, 1), letter));
                return true;
            }

            if (char.IsControl(letter))
            {
                findings.Add(TextProblems.ControlCharacter(new SourceSpan(this, index, 1), letter));
                return true;
            }

            if (IsDirectionMark(letter)) findings.Add(TextProblems.DirectionMark(new SourceSpan(this, index, 1), letter));
        }

        return false;
    }
}
