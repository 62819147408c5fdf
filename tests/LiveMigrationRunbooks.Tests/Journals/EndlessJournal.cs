using System.Text;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Tests.Journals;

/// <summary>A sound journal that is made while it is read, and so takes no room however long it is.</summary>
internal sealed class EndlessJournal(long lines) : Stream
{
    private readonly string _text = new('x', 1000);
    private byte[] _line = [];
    private int _at;
    private long _made;
    private string _previous = JournalLine.Seed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _line.Length)
        {
            if (_made == lines) return 0;
            (var text, _previous) = JournalLine.Write(++_made, _previous, DateTimeOffset.UnixEpoch, new DeedMeant(_text, "kvm1"));
            (_line, _at) = (Encoding.UTF8.GetBytes(text + "\n"), 0);
        }
        var length = Math.Min(count, _line.Length - _at);
        _line.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
        _at += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
