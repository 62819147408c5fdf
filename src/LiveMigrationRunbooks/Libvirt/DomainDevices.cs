using System.Globalization;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using static LiveMigrationRunbooks.Libvirt.DomainXml;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads the devices of a domain.</summary>
internal static class DomainDevices
{
    public static GuestDisk Disk(XElement disk)
    {
        var source = disk.Element("source");
        var cache = Attribute(disk.Element("driver"), "cache");
        return new GuestDisk(
            Target: Attribute(disk.Element("target"), "dev"),
            Kind: Attribute(disk, "type"),
            Device: Attribute(disk, "device") is { Length: > 0 } device ? device : "disk",
            Path: source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value,
            Pool: source?.Attribute("pool")?.Value,
            Protocol: Attribute(source, "protocol"),
            Endpoints: source is null ? [] : source.Elements("host").Select(host => Server(host, Attribute(source, "protocol"))).OfType<Endpoint>().ToValueList(),
            ReadOnly: disk.Element("readonly") is not null,
            Shareable: disk.Element("shareable") is not null,
            Cache: cache.Length > 0 ? cache : "default",
            BlockJob: disk.Element("mirror") is not null)
        {
            Volume = source?.Attribute("volume")?.Value,
            Format = Attribute(disk.Element("driver"), "type") is { Length: > 0 } format ? format : "raw",
            Backing = source is null ? null : Below(disk)?.Source,
            BackingFormat = source is null ? null : Below(disk)?.Format,
            NamesBacking = Below(disk) is not null,
        };
    }

    /// <summary>The same disks with what their images stand on, which libvirt finds in the images and tells in its live definition only.</summary>
    public static ValueList<GuestDisk> WithImages(ValueList<GuestDisk> disks, XElement live)
    {
        var found = live.Element("devices")?.Elements("disk").ToLookup(disk => Attribute(disk.Element("target"), "dev")) ?? Enumerable.Empty<XElement>().ToLookup(_ => "");
        return disks.Select(disk => disk.NamesBacking || found[disk.Target].Select(Below).FirstOrDefault() is not { } below ? disk
            : disk with { Backing = below.Source, BackingFormat = below.Format }).ToValueList();
    }

    // The format only where that is a file by itself: of a longer chain nobody has told which files it takes.
    private static (string Source, string? Format)? Below(XElement disk) =>
        disk.Element("backingStore") is { } below && below.Element("source") is { } source
            ? (source.FirstAttribute?.Value ?? "another image",
                Attribute(below, "type") == "file" && below.Element("backingStore")?.Element("source") is null && Attribute(below.Element("format"), "type") is { Length: > 0 } format ? format : null)
            : null;

    public static GuestNetwork Network(XElement plug)
    {
        var kind = Attribute(plug, "type");
        return new GuestNetwork(kind, kind switch
        {
            "network" => Attribute(plug.Element("source"), "network"),
            "bridge" => Attribute(plug.Element("source"), "bridge"),
            "direct" => Attribute(plug.Element("source"), "dev"),
            _ => "",
        })
        {
            Mtu = long.TryParse(Attribute(plug.Element("mtu"), "size"), CultureInfo.InvariantCulture, out var mtu) ? mtu : null,
        };
    }

    /// <summary>Folders that QEMU writes into on whatever host it runs: log files of serial ports.</summary>
    public static ValueList<string> Directories(XElement devices) =>
        devices.Elements().Where(device => device.Name.LocalName is "serial" or "console" or "parallel" or "channel")
            .Where(device => Attribute(device, "type") == "file")
            .Select(device => Path.GetDirectoryName(Attribute(device.Element("source"), "path")))
            .OfType<string>().Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal).ToValueList();

    /// <summary>Devices that tie a guest to its host.</summary>
    public static ValueList<string> HostBound(XElement devices) =>
        devices.Elements().Select(device => (Name: device.Name.LocalName, Type: Attribute(device, "type")) switch
        {
            ("hostdev", var type) => $"hostdev {type}".TrimEnd(),
            ("interface", "hostdev" or "vdpa") => $"interface {Attribute(device, "type")}",
            ("filesystem", _) => "filesystem " + Attribute(device.Element("target"), "dir"),
            ("tpm", _) when Attribute(device.Element("backend"), "type") != "emulator" => "its host's TPM",
            ("shmem", _) => "shmem " + Attribute(device, "name"),
            ("disk", "nvme" or "vhostvdpa" or "dir") => $"disk {Attribute(device.Element("target"), "dev")} of type {Attribute(device, "type")}",
            _ => null,
        }).OfType<string>().ToValueList();

    private static Endpoint? Server(XElement host, string protocol) =>
        Attribute(host, "name") is { Length: > 0 } name
            ? new Endpoint(name, int.TryParse(Attribute(host, "port"), CultureInfo.InvariantCulture, out var port) ? port : DefaultPort(protocol))
            : null;

    private static int DefaultPort(string protocol) => protocol switch
    {
        "nbd" => 10809,
        "iscsi" => 3260,
        "rbd" => 6789,
        "gluster" => 24007,
        "http" => 80,
        "https" => 443,
        "nfs" => 2049,
        "ssh" => 22,
        _ => 0,
    };
}
