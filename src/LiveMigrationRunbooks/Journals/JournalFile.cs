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
    private IOException? _broken;

    private JournalFile(FileStream stream, TimeProvider time, long sequence, string previous) =>
        (_stream, _time, _sequence, _previous) = (stream, time, sequence, previous);

    /// <summary>Makes a new journal with room to grow in; its header and its folder are on the disk before this returns.</summary>
    /// <exception cref="IOException">The disk is full, or cannot be written.</exception>
    public static JournalFile Create(string path, TimeProvider time) => Create(Open(path, FileMode.CreateNew), path, time);

    /// <summary>Goes on with a journal after its last whole record; a torn tail is cut off.</summary>
    public static JournalFile Continue(string path, JournalReading reading, TimeProvider time)
    {
        if (reading.Damage is not null) throw new InvalidOperationException("Nothing is added to a damaged journal.");
        var stream = Open(path, FileMode.Open);
        stream.SetLength(reading.SoundBytes);
        stream.Seek(0, SeekOrigin.End);
        Room.Reserve(stream);
        stream.Flush(true);
        return new JournalFile(stream, time, reading.Lines, reading.LastDigest);
    }

    /// <exception cref="IOException">The record is not on the disk, and no later one will be either; the message names the file.</exception>
    public void Append(JournalRecord record)
    {
        lock (_turn) Append((sequence, previous) => JournalLine.Write(sequence, previous, _time.GetUtcNow(), record));
    }

    public void Dispose()
    {
        try
        {
            if (_broken is null) Room.GiveBack(_stream);
            _stream.Dispose();
        }
        catch (IOException)
        {
            // Everything that was promised is on the disk; what could not be written has been told.
        }
    }

    /// <summary>The same on a stream that tests make fail.</summary>
    internal static JournalFile Create(FileStream stream, string path, TimeProvider time)
    {
        try
        {
            Room.Reserve(stream);
            var journal = new JournalFile(stream, time, 0, JournalLine.Seed);
            journal.Append((sequence, previous) => JournalLine.Write(sequence, previous, time.GetUtcNow(), JournalHeader.Text));
            Durable.Folder(Path.GetDirectoryName(path) ?? ".");
            return journal;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private void Append(Func<long, string, (string Text, string Digest)> line)
    {
        if (_broken is not null) throw _broken;
        var (text, digest) = line(_sequence + 1, _previous);
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
            _stream.Flush(true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _broken = new IOException($"{_stream.Name} cannot be written ({problem.Message}), and nothing more is tried with it.", problem);
            throw _broken;
        }
        (_sequence, _previous) = (_sequence + 1, digest);
    }

    // Without a buffer of its own: what a failed write left behind must not be written by a later flush.
    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        BufferSize = 0,
        UnixCreateMode = mode == FileMode.CreateNew ? UnixFileMode.UserRead | UnixFileMode.UserWrite : null,
    });
}
