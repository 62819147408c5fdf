namespace LiveMigrationRunbooks.Journals;

/// <summary>The lines of a file, one after the other, from a buffer that never holds more than one of them.</summary>
internal sealed class JournalLines(Stream stream)
{
    /// <summary>No record is nearly as long; what is longer is no line of a journal.</summary>
    public const int Longest = 16 << 20;

    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Whether nothing follows the line that was read last.</summary>
    public bool IsAtEnd => _start == _end && !Fill();

    /// <summary>Whether the line has its end, which is not part of <see cref="Line"/>; false for the last bytes of a torn file, and for a line that is too long.</summary>
    public bool IsWhole { get; private set; }

    public ReadOnlyMemory<byte> Line { get; private set; }

    public bool Next()
    {
        var looked = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (found >= 0)
            {
                (Line, IsWhole) = (_buffer.AsMemory(_start, looked + found), true);
                _start += looked + found + 1;
                return true;
            }
            looked = _end - _start;
            if (looked < Longest && Fill()) continue;
            (Line, IsWhole) = (_buffer.AsMemory(_start, looked), false);
            _start = _end;
            return looked > 0;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
