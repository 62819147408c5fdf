using static LiveMigrationRunbooks.Libvirt.DomainXml;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>A storage pool that is active.</summary>
/// <param name="Kind">libvirt's type: <c>dir fs netfs logical rbd …</c>; empty where the host did not tell.</param>
/// <param name="Path">Where its volumes are on the host; empty where they are nowhere, or the host did not tell.</param>
public sealed record StoragePool(string Name, string Kind, string Path)
{
    /// <summary>Whether its volumes are files, and their names those of the files.</summary>
    public bool HoldsFiles => Kind is "dir" or "fs" or "netfs" && Path.Length > 0;

    /// <summary>Where a volume of it is; null where its name does not tell.</summary>
    public string? PathOf(string volume) => HoldsFiles || (Kind == "logical" && Path.Length > 0) ? $"{Path.TrimEnd('/')}/{volume}" : null;

    /// <summary>Throws <see cref="System.Xml.XmlException"/> where the text is no XML.</summary>
    internal static StoragePool Read(string xml)
    {
        var pool = Parse(xml);
        return new StoragePool(pool.Element("name")?.Value ?? "", Attribute(pool, "type"), pool.Element("target")?.Element("path")?.Value ?? "");
    }
}
