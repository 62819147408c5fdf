using System.Runtime.InteropServices;

namespace LiveMigrationRunbooks.Journals;

/// <summary>Makes names durable: a file that was flushed can still be gone after a power loss when its folder was not.</summary>
internal static partial class Durable
{
    /// <exception cref="IOException">The folder cannot be opened, or the disk reports an error.</exception>
    public static void Folder(string path)
    {
        var handle = Native.Open(path, 0);
        if (handle < 0) throw new IOException($"{path} cannot be opened: errno {Marshal.GetLastPInvokeError()}.");
        var failed = Native.Sync(handle) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Native.Close(handle);
        if (failed) throw new IOException($"{path} cannot be synced: errno {error}.");
    }

    /// <summary>Writes a whole file: beside its place, flushed, then renamed, so that it is there whole or not at all. Mode 0600.</summary>
    public static void File(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(content);
            stream.Flush(true);
        }
        System.IO.File.Move(beside, path, true);
        Folder(Path.GetDirectoryName(path) ?? ".");
    }

    // .NET opens no folders, so these three calls go to libc.
    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Open(string path, int flags);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Sync(int handle);

        [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Close(int handle);
    }
}
