using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>What stands in a journal.</summary>
/// <param name="SoundBytes">Length of the file up to the last whole record.</param>
/// <param name="TornBytes">Bytes of a last record that was being written when the run died; they are cut off when it goes on.</param>
/// <param name="Damage">Where and how the middle is damaged; such a journal is not used. Null where it is sound.</param>
public sealed record JournalReading(ValueList<JournalRecord> Records, long SoundBytes, long TornBytes, string LastDigest, string? Damage)
{
    // What is kept in memory; a journal is looked through at any length.
    private const long MostKept = 128 << 20;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Sound lines, the header among them: the number of the last one.</summary>
    public long Lines { get; init; }

    /// <summary>Who wrote it; empty where the journal has no header, because it is older than headers or empty.</summary>
    public string Tool { get; init; } = "";

    /// <summary>How the run ended; null where it has not, or was taken up again since.</summary>
    public RunEnded? Ended => Records.Count > 0 ? Records[^1] as RunEnded : null;

    /// <summary>What is no journal at all is damaged too; nothing about a run may be concluded from it.</summary>
    public static JournalReading Of(string path) => Of(path, keep: true);

    /// <summary>Looks through a journal of any length and keeps its first record alone.</summary>
    public static JournalReading Look(string path) => Of(path, keep: false);

    public static JournalReading Of(ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray());
        return Of(stream, keep: true);
    }

    internal static JournalReading Of(Stream stream, bool keep)
    {
        var records = new List<JournalRecord>();
        var lines = new JournalLines(stream);
        var (previous, tool, sound, count) = (JournalLine.Seed, "", 0L, 0L);
        JournalReading Ended(long torn, string? damage) => new([.. records], sound, torn, previous, damage) { Lines = count, Tool = tool };
        while (lines.Next())
        {
            var bytes = lines.Line.Length + (lines.IsWhole ? 1 : 0);
            var place = $"Record {count + 1} (byte {sound})";
            var line = lines.IsWhole ? JournalLine.Parse(Encoding.UTF8.GetString(lines.Line.Span)) : null;
            if (line is null || !line.Follows(count, previous))
            {
                // Only the very last record can be torn; whatever stands before another one was whole once.
                var torn = line is null && lines.Line.Length < JournalLines.Longest && lines.IsAtEnd;
                return Ended(bytes, torn ? null : line is null ? $"{place} is no record." : $"{place} {line.WhyNotAfter(count)}.");
            }
            if (count == 0 && JournalHeader.Of(line.Record) is { } header)
            {
                tool = header.Tool;
                if (header.Refusal is { } refusal) return Ended(bytes, refusal);
            }
            else if (line.Read() is not { } record) return Ended(bytes, $"{place} is of a kind that this version ({JournalHeader.ThisTool}) does not know{(tool.Length > 0 ? $"; it was written by {tool}" : "")}.");
            else if (keep && sound > MostKept) return Ended(bytes, $"It is longer than {MostKept >> 20} MiB, which no run writes.");
            else if (keep || records.Count == 0) records.Add(record);
            (previous, sound, count) = (line.Digest, sound + bytes, count + 1);
        }
        return Ended(0, null);
    }

    private static JournalReading Of(string path, bool keep)
    {
        static JournalReading Unread(string why) => new([], 0, 0, JournalLine.Seed, why);
        try
        {
            var (stream, why) = RegularFile.Open(path);
            if (stream is null) return Unread(why);
            using (stream)
            {
                // Whoever may write it may have written it, and the chain is no signature.
                if (!RegularFile.IsOwn(path)) return Unread("It belongs to somebody else.");
                if ((File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0) return Unread("It is open to others than its owner; if nobody has touched it: chmod 600.");
                return Of(stream, keep);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unread(problem.Message);
        }
    }
}
