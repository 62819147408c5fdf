using System.Buffers;
using System.Text.Unicode;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>Which contents and which lines of them may stand in a plan.</summary>
internal static class ShownText
{
    private const int MostBytes = 64 * 1024;
    private static readonly string[] s_secretEnds = [".key", ".p12", ".pfx", ".jks", ".keytab", ".kdbx", "shadow", "shadow-", ".htpasswd", ".pgpass", ".netrc"];

    /// <summary>Bytes as text; null where they are none, or too many to look at.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes || bytes.Contains((byte)0)) return null;
        var text = new char[bytes.Length];
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done ? new string(text, 0, length) : null;
    }

    /// <summary>Whether what stands at a path may be shown at all, whatever its mode.</summary>
    public static bool MayBe(string path) => !Array.Exists(s_secretEnds, end => path.EndsWith(end, StringComparison.Ordinal))
        && !path.Contains("/.ssh/", StringComparison.Ordinal) && !path.Contains("/private/", StringComparison.Ordinal) && !path.Contains("/secrets/", StringComparison.Ordinal);

    /// <summary>A line with a mask in place of what stands under a name that may be a secret's, and nothing that a terminal obeys.</summary>
    public static string Line(string line) =>
        string.Concat(MaskedLine.Of(new SourceFile("", line), 1, 0, 0).Text.Select(letter => (char.IsControl(letter) && letter != '\t') || SourceFile.IsDirectionMark(letter) ? '\uFFFD' : letter));
}
