using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads the parts of a domain's XML that decide whether and where it can run.</summary>
internal static class DomainXml
{
    private static readonly (string Namespace, string Owner)[] Owners =
    [
        ("http://openstack.org/xmlns/libvirt/nova", "OpenStack Nova"),
        ("http://ovirt.org/vm", "oVirt"),
        ("http://kubevirt.io", "KubeVirt"),
    ];

    /// <summary>Throws <see cref="XmlException"/> or <see cref="FormatException"/> where the text is no domain.</summary>
    public static (string Name, GuestHardware Hardware) Read(string text)
    {
        var domain = Parse(text);
        if (domain.Name.LocalName != "domain") throw new FormatException($"the root element is {domain.Name.LocalName}, not domain");
        var system = domain.Element("os");
        var devices = domain.Element("devices") ?? new XElement("devices");
        var type = system?.Element("type");
        var memory = Kib(domain.Element("maxMemory") ?? domain.Element("memory"));
        var hardware = new GuestHardware(
            DomainType: Attribute(domain, "type"),
            Arch: Attribute(type, "arch"),
            Machine: Attribute(type, "machine"),
            Emulator: devices.Element("emulator")?.Value ?? "",
            MemoryKib: memory,
            Vcpus: int.TryParse(domain.Element("vcpu")?.Value, CultureInfo.InvariantCulture, out var vcpus) ? vcpus : 1,
            Cpu: domain.Element("cpu")?.ToString(),
            BootFiles: BootFiles(system),
            Directories: DomainDevices.Directories(devices),
            Disks: devices.Elements("disk").Select(DomainDevices.Disk).ToValueList(),
            Networks: devices.Elements("interface").Select(DomainDevices.Network).ToValueList(),
            HostBound: DomainDevices.HostBound(devices),
            ForeignOwner: Owner(domain.Element("metadata")))
        {
            Hugepages = domain.Element("memoryBacking")?.Element("hugepages") is { } pages ? Huge(pages, memory, Cells(domain)) : null,
            PinnedTo = Pins(domain),
            Nvram = DomainFirmware.Nvram(system),
            Tpm = DomainFirmware.Tpm(devices),
            HardLimitKib = domain.Element("memtune")?.Element("hard_limit") is { } limit ? Kib(limit) : null,
        };
        return (domain.Element("name")?.Value ?? throw new FormatException("the domain has no name"), hardware);
    }

    // A size with a nodeset is for the guest's own NUMA cells of these numbers, one without for all others (libvirt, formatdomain, "Memory Backing").
    private static ValueMap<long> Huge(XElement pages, long memory, Dictionary<int, long> cells)
    {
        var sizes = pages.Elements("page").Select(page => (Size: Kib(Attribute(page, "size"), Attribute(page, "unit")), Cells: Attribute(page, "nodeset") is { Length: > 0 } set ? CpuSet.Read(set) : null)).DefaultIfEmpty((Size: 0, Cells: null)).ToArray();
        var named = sizes.Select(each => (each.Size, Kib: (each.Cells ?? []).Sum(cell => cells.GetValueOrDefault(cell)))).ToArray();
        var others = memory - named.Sum(each => each.Kib);
        return sizes.Zip(named, (size, part) => (part.Size, Kib: size.Cells is null ? others : part.Kib)).Where(part => part.Kib > 0)
            .GroupBy(part => part.Size, (size, parts) => KeyValuePair.Create(size.ToString(CultureInfo.InvariantCulture), parts.Sum(part => part.Kib))).ToValueMap();
    }

    private static Dictionary<int, long> Cells(XElement domain) => (domain.Element("cpu")?.Element("numa")?.Elements("cell") ?? [])
        .Select((cell, place) => (Id: int.TryParse(Attribute(cell, "id"), CultureInfo.InvariantCulture, out var id) ? id : place, Kib: Kib(Attribute(cell, "memory"), Attribute(cell, "unit"))))
        .DistinctBy(cell => cell.Id).ToDictionary(cell => cell.Id, cell => cell.Kib);

    // Of vcpu and cputune; where nobody can read the set, libvirt will have to.
    private static ValueList<int>? Pins(XElement domain)
    {
        var sets = (domain.Element("cputune")?.Elements("vcpupin") ?? []).Append(domain.Element("cputune")?.Element("emulatorpin")).Append(domain.Element("vcpu"))
            .Select(element => Attribute(element, "cpuset")).Where(set => set.Length > 0).Select(CpuSet.Read).OfType<ValueList<int>>().ToList();
        return sets.Count == 0 ? null : [.. sets.SelectMany(set => set).Distinct().Order()];
    }

    public static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    public static string Attribute(XElement? element, string name) => element?.Attribute(name)?.Value ?? "";

    private static ValueList<string> BootFiles(XElement? system) =>
        new[] { "kernel", "initrd", "dtb", "loader" }
            .Select(name => system?.Element(name)?.Value.Trim())
            .OfType<string>().Where(path => path.StartsWith('/')).ToValueList();

    private static string? Owner(XElement? metadata) =>
        metadata?.Elements()
            .Select(element => Owners.FirstOrDefault(owner => element.Name.NamespaceName.StartsWith(owner.Namespace, StringComparison.OrdinalIgnoreCase)).Owner)
            .FirstOrDefault(owner => owner is not null);

    // libvirt writes KiB itself, yet the unit is part of the format.
    private static long Kib(XElement? element) => Kib(element?.Value ?? "", Attribute(element, "unit"));

    private static long Kib(string number, string unit)
    {
        if (!long.TryParse(number, CultureInfo.InvariantCulture, out var amount)) throw new FormatException("the domain names no memory");
        return unit switch
        {
            "" or "KiB" => amount,
            "b" or "bytes" => amount / 1024,
            "MiB" => amount * 1024,
            "GiB" => amount * 1024 * 1024,
            _ => throw new FormatException($"memory in the unit {unit}"),
        };
    }
}
