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
    private const long MostBytes = 128 << 20;

    /// <summary>How the run ended; null where it has not, or was taken up again since.</summary>
    public RunEnded? Ended => Records.Count > 0 ? Records[^1] as RunEnded : null;

    /// <summary>What is no journal at all is damaged too; nothing about a run may be concluded from it.</summary>
    public static JournalReading Of(string path)
    {
        var file = RegularFile.Read(path, MostBytes);
        return file.Refusal == FileRefusal.None ? Of(file.Bytes.Span) : new JournalReading([], 0, 0, JournalLine.Seed, file.Why);
    }

    public static JournalReading Of(ReadOnlySpan<byte> bytes)
    {
        var records = new List<JournalRecord>();
        var previous = JournalLine.Seed;
        var sound = 0;
        while (sound < bytes.Length)
        {
            var end = bytes[sound..].IndexOf((byte)'\n');
            var line = end < 0 ? null : JournalLine.Parse(Encoding.UTF8.GetString(bytes.Slice(sound, end)));
            if (line is null || !line.Follows(records.Count, previous))
            {
                // Only the very last record can be torn; whatever stands before another one was whole once.
                var last = end < 0 || sound + end + 1 == bytes.Length;
                var damage = last && line is null ? null : $"Record {records.Count + 1} (byte {sound}) does not follow from the one before it.";
                return new JournalReading([.. records], sound, bytes.Length - sound, previous, damage);
            }
            if (line.Read() is not { } record)
                return new JournalReading([.. records], sound, bytes.Length - sound, previous, $"Record {records.Count + 1} (byte {sound}) is of a kind that this version does not know.");
            records.Add(record);
            previous = line.Digest;
            sound += end + 1;
        }
        return new JournalReading([.. records], sound, 0, previous, null);
    }
}
