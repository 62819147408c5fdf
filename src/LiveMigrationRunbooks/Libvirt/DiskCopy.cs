using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>A disk that goes along with its guest: a file that only the source has, made ahead on the target under the same path, as a volume where a storage pool of the target lies there.</summary>
/// <param name="Disk">Its name in the guest: <c>vda</c>.</param>
/// <param name="Bytes">What the guest sees of it; the target's must have exactly as many.</param>
public sealed record DiskCopy(string Disk, string Path, string Format, long Bytes)
{
    /// <summary>How many of <see cref="Bytes"/> are in use at home; null in plans of an earlier version, and where the source did not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Used { get; init; }

    /// <summary>The file that both hosts have and that it stands on, so that only what is over it is copied; null for a whole disk.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Backing { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BackingFormat { get; init; }

    /// <summary>The target's storage pool that it will be a volume of; null where none holds it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pool { get; init; }
}
