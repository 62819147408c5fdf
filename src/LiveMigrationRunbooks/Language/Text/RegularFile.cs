using System.Runtime.InteropServices;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>Why a path gave no bytes.</summary>
public enum FileRefusal
{
    None,
    Missing,

    /// <summary>A folder, a pipe, a socket or a device.</summary>
    NotAFile,
    TooLarge,
    Failed,
}

/// <summary>The bytes of a file, or why there are none: <paramref name="Why"/> is a sentence for a diagnostic.</summary>
public sealed record FileBytes(ReadOnlyMemory<byte> Bytes, FileRefusal Refusal, string Why);

/// <summary>
/// Reads what people name as a file, and never waits or fills the memory for it: opening a pipe blocks until somebody writes, a device
/// never ends. So the kind and the size are asked for first.
/// </summary>
public static partial class RegularFile
{
    /// <summary>All bytes of the file, where it is one and has at most <paramref name="limit"/> of them.</summary>
    public static FileBytes Read(string path, long limit)
    {
        var (refusal, why, size) = Look(path);
        if (refusal != FileRefusal.None) return new FileBytes(default, refusal, why);
        if (size > limit) return TooLarge(limit);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            // One byte more than is promised, to see a file that grows; what the kernel makes up on reading promises nothing.
            var buffer = new byte[(size > 0 ? size : Math.Min(limit, 4 << 20)) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length < buffer.Length)
            {
                FilesRead.Add(path, buffer.AsSpan(0, length));
                return new FileBytes(buffer.AsMemory(0, length), FileRefusal.None, "");
            }
            return size > 0 ? new FileBytes(default, FileRefusal.Failed, "It grew while it was read.") : TooLarge(limit);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new FileBytes(default, FileRefusal.Failed, problem.Message);
        }
    }

    /// <summary>Opens what is a file, to be read piece by piece; null with the reason where it is none.</summary>
    public static (FileStream? Stream, string Why) Open(string path)
    {
        var (refusal, why, _) = Look(path);
        return refusal == FileRefusal.None ? (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1), "") : (null, why);
    }

    /// <summary>Whether the file belongs to whoever this process runs as.</summary>
    public static bool IsOwn(string path)
    {
        var about = new byte[256];
        return Native.Stat(Native.CurrentFolder, path, 0, Native.Owner, about) == 0 && MemoryMarshal.Read<uint>(about.AsSpan(20)) == Native.EffectiveUser();
    }

    private static FileBytes TooLarge(long limit) => new(default, FileRefusal.TooLarge, limit % (1 << 20) == 0
        ? $"It may have {limit >> 20} MiB at most." : $"It may have {limit} bytes at most.");

    private static (FileRefusal Refusal, string Why, long Size) Look(string path)
    {
        if (path.Length == 0) return (FileRefusal.Missing, "The path is empty.", 0);
        if (path.Contains('\0', StringComparison.Ordinal)) return (FileRefusal.Failed, "The path holds a NUL character.", 0);
        var about = new byte[256];
        if (Native.Stat(Native.CurrentFolder, path, 0, Native.TypeAndSize, about) != 0) return NotThere(path, Marshal.GetLastPInvokeError());
        var kind = (MemoryMarshal.Read<ushort>(about.AsSpan(28)) & 0xF000) switch
        {
            0x8000 => null,
            0x4000 => "It is a directory.",
            0x1000 => "It is a named pipe; reading it could wait for ever.",
            0xC000 => "It is a socket.",
            0x2000 or 0x6000 => "It is a device, which has no end.",
            _ => "It is no ordinary file.",
        };
        return kind is null ? (FileRefusal.None, "", MemoryMarshal.Read<long>(about.AsSpan(40))) : (FileRefusal.NotAFile, kind, 0);
    }

    private static (FileRefusal Refusal, string Why, long Size) NotThere(string path, int error) => error switch
    {
        2 or 20 when LinkTarget(path) is { } target => (FileRefusal.Missing, $"It is a symbolic link to '{target}', which is not there.", 0),
        2 => (FileRefusal.Missing, "There is no such file.", 0),
        20 => (FileRefusal.Missing, "A part of the path is a file, not a folder.", 0),
        13 => (FileRefusal.Failed, "A folder of the path may not be entered.", 0),
        36 => (FileRefusal.Failed, "The path is too long.", 0),
        40 => (FileRefusal.Failed, "Its symbolic links lead to each other without end.", 0),
        _ => (FileRefusal.Failed, Marshal.GetPInvokeErrorMessage(error), 0),
    };

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // .NET tells no pipe from a file before it opens it. The form of statx is the kernel's own, the same on every processor.
    private static partial class Native
    {
        public const int CurrentFolder = -100;
        public const uint TypeAndSize = 0x201;
        public const uint Owner = 0x8;

        [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Stat(int folder, string path, int flags, uint mask, [Out] byte[] about);

        [LibraryImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial uint EffectiveUser();
    }
}
