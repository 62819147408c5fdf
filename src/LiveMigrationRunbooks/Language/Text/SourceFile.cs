using System.Buffers;
using System.Text;
using System.Text.Unicode;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// A text that somebody wrote, and where it came from. Offsets are in UTF-16 units from 0; lines and columns count from 1.
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
        try
        {
            if (Directory.Exists(path)) return Refused(TextProblems.Unreadable(path, "It is a directory.", "Name a file."));
            using var stream = File.OpenRead(path);
            // One byte more than is promised, to see a file that grows; devices and pipes promise nothing.
            var buffer = new byte[stream.CanSeek && stream.Length is > 0 and <= Limit ? (int)stream.Length + 1 : Limit + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > Limit) return Refused(TextProblems.TooLarge(path, Limit));
            if (length == buffer.Length) return Refused(TextProblems.Unreadable(path, "It grew while it was read.", "Try again."));
            return Decode(path, buffer.AsSpan(0, length), findings);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused(TextProblems.Unreadable(path, "There is no such file.",
                "Check the path; it is relative to the current directory."));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refused(TextProblems.Unreadable(path, problem.Message, "Check the file's permissions."));
        }

        SourceFile? Refused(Diagnostic diagnostic)
        {
            findings.Add(diagnostic);
            return null;
        }
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

    private static SourceFile? Decode(string path, ReadOnlySpan<byte> bytes, Findings findings)
    {
        var marked = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        if (marked) bytes = bytes[3..];
        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            var broken = new SourceFile(path, Encoding.UTF8.GetString(bytes));
            var utf16 = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            findings.Add(TextProblems.NotUtf8(
                new SourceSpan(broken, written, 1),
                utf16 ? "It begins like UTF-16." : $"Byte 0x{bytes[read]:X2} at offset {read} cannot stand there."));
            return null;
        }

        var file = new SourceFile(path, new string(chars, 0, written));
        if (marked) findings.Add(TextProblems.ByteOrderMark(new SourceSpan(file, 0, 1)));
        return file.Refuses(findings) ? null : file;
    }

    /// <summary>Names the first control character and every mark that turns the direction of writing.</summary>
    private bool Refuses(Findings findings)
    {
        for (var index = 0; index < Text.Length; index++)
        {
            var letter = Text[index];
            if (letter is '\t' or '\n' or '\r') continue;
            if (char.IsControl(letter))
            {
                findings.Add(TextProblems.ControlCharacter(new SourceSpan(this, index, 1), letter));
                return true;
            }

            if (letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C')
                findings.Add(TextProblems.DirectionMark(new SourceSpan(this, index, 1), letter));
        }

        return false;
    }
}
