using System.Runtime.InteropServices;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// Room on the disk that a file will grow into, taken before anything depends on it: a disk that is full is found at the start of a run, not
/// in the middle. The file's length stays what it is.
/// </summary>
internal static partial class Room
{
    /// <summary>Enough for the records of some twenty thousand deeds.</summary>
    public const long Bytes = 16 << 20;

    // Where it is not supported (NFS before 4.2, ZFS), the disk is only as full as it is.
    private static readonly int[] s_notSupported = [95, 38];

    /// <exception cref="IOException">There is not so much room.</exception>
    public static void Reserve(FileStream stream)
    {
        if (Native.Allocate(stream.SafeFileHandle, Native.KeepSize, stream.Length, Bytes) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (s_notSupported.Contains(error)) return;
        throw new IOException($"{stream.Name}: {Bytes >> 20} MiB for the run's journal are not to be had ({Marshal.GetPInvokeErrorMessage(error)}).");
    }

    /// <summary>Gives back what the file did not need.</summary>
    public static void GiveBack(FileStream stream) => stream.SetLength(stream.Length);

    private static partial class Native
    {
        public const int KeepSize = 1;

        [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Allocate(Microsoft.Win32.SafeHandles.SafeFileHandle file, int mode, long offset, long length);
    }
}
