namespace LiveMigrationRunbooks.Libvirt;

/// <summary>A disk that goes along with its guest: a file that only the source has, made ahead on the target under the same path.</summary>
/// <param name="Disk">Its name in the guest: <c>vda</c>.</param>
/// <param name="Bytes">What the guest sees of it; the target's must have exactly as many.</param>
public sealed record DiskCopy(string Disk, string Path, string Format, long Bytes);
