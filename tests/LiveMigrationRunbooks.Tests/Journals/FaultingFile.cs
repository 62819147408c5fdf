namespace LiveMigrationRunbooks.Tests.Journals;

/// <summary>
/// A file on a disk that fails: the <paramref name="nth"/> write or flush, and where it is <paramref name="sticky"/> each one after it. A write that
/// fails has written half, as a disk that fills up does.
/// </summary>
internal sealed class FaultingFile(string path, int nth, bool sticky) : FileStream(path, new FileStreamOptions
{
    Mode = FileMode.CreateNew,
    Access = FileAccess.ReadWrite,
    BufferSize = 0,
    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
})
{
    /// <summary>How many writes and flushes there were.</summary>
    public int Calls { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!Fails())
        {
            base.Write(buffer);
            return;
        }
        base.Write(buffer[..(buffer.Length / 2)]);
        throw new IOException("No space left on device");
    }

    public override void Flush(bool flushToDisk)
    {
        if (flushToDisk && Fails()) throw new IOException("Input/output error");
        base.Flush(flushToDisk);
    }

    private bool Fails() => ++Calls == nth || (sticky && Calls > nth);
}
