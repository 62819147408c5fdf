using System.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// An append-only file of numbered, chained records, one JSON line each. Every append is on the disk before it returns; an append that
/// fails stops the run, because a second try after a failed fsync can report success for data that is gone (PostgreSQL, 2018).
/// </summary>
public sealed class JournalFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private long _sequence;
    private string _previous;

    private JournalFile(FileStream stream, TimeProvider time, long sequence, string previous) =>
        (_stream, _time, _sequence, _previous) = (stream, time, sequence, previous);

    /// <summary>Makes a new journal; its folder is on the disk too before this returns.</summary>
    public static JournalFile Create(string path, TimeProvider time)
    {
        var stream = Open(path, FileMode.CreateNew);
        stream.Flush(true);
        Durable.Folder(Path.GetDirectoryName(path) ?? ".");
        return new JournalFile(stream, time, 0, JournalLine.Seed);
    }

    /// <summary>Goes on with a journal after its last whole record; a torn tail is cut off.</summary>
    public static JournalFile Continue(string path, JournalReading reading, TimeProvider time)
    {
        var stream = Open(path, FileMode.Open);
        stream.SetLength(reading.SoundBytes);
        stream.Seek(0, SeekOrigin.End);
        stream.Flush(true);
        return new JournalFile(stream, time, reading.Records.Count, reading.LastDigest);
    }

    public void Append(JournalRecord record)
    {
        lock (_turn)
        {
            var (text, digest) = JournalLine.Write(_sequence + 1, _previous, _time.GetUtcNow(), record);
            _stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
            _stream.Flush(true);
            (_sequence, _previous) = (_sequence + 1, digest);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        UnixCreateMode = mode == FileMode.CreateNew ? UnixFileMode.UserRead | UnixFileMode.UserWrite : null,
    });
}
