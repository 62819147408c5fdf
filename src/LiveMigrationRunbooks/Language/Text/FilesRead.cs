using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// The files that a reading came from, each with the digest of what was read. It gathers whatever <see cref="RegularFile"/> reads while it is
/// on, so that no reader can forget one of its files. Secrets and passwords are read in other ways, and are not in it.
/// </summary>
public sealed class FilesRead
{
    private const int MostBytes = 256 << 20;
    private static readonly AsyncLocal<FilesRead?> s_gathering = new();
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>Digests by whole path.</summary>
    public IReadOnlyDictionary<string, string> Digests => _digests;

    /// <summary>Gathers until what it gives is disposed.</summary>
    public IDisposable Gather()
    {
        var before = s_gathering.Value;
        s_gathering.Value = this;
        return new Until(() => s_gathering.Value = before);
    }

    /// <summary>The digest of a file as it is now; null where there is no such file, or it cannot be read.</summary>
    public static string? DigestOf(string path)
    {
        using var _ = new FilesRead().Gather();
        var file = RegularFile.Read(path, MostBytes);
        return file.Refusal == FileRefusal.None ? Digest(file.Bytes.Span) : null;
    }

    internal static void Add(string path, ReadOnlySpan<byte> bytes)
    {
        if (s_gathering.Value is { } gathering) gathering._digests[Path.GetFullPath(path)] = Digest(bytes);
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Until(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
