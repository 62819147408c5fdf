using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using static LiveMigrationRunbooks.Libvirt.DomainXml;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads <c>virsh capabilities</c>: who the host is, its CPU, and what its emulators offer (<c>domcapabilities</c> tells one machine type only).</summary>
internal static class CapabilitiesXml
{
    public static (string HostUuid, string CpuXml, ValueList<Emulation> Emulations) Read(string text)
    {
        var root = Parse(text);
        var host = root.Element("host");
        return (
            host?.Element("uuid")?.Value.Trim() ?? throw new FormatException("the capabilities name no host UUID"),
            Cpu(host.Element("cpu")),
            root.Elements("guest").Select(guest => guest.Element("arch")).OfType<XElement>().Select(arch => new Emulation(
                Attribute(arch, "name"),
                arch.Element("emulator")?.Value.Trim() ?? "",
                arch.Elements("domain").Select(domain => Attribute(domain, "type")).ToValueList(),
                arch.Descendants("machine").SelectMany(machine => new[] { machine.Value.Trim(), Attribute(machine, "canonical") })
                    .Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList())).ToValueList());
    }

    // Equal CPUs differ in these: microcode while a fleet is being patched, and the measured frequency of the time stamp counter.
    private static string Cpu(XElement? cpu)
    {
        cpu?.Elements().Where(element => element.Name.LocalName is "microcode" or "counter").Remove();
        return cpu?.ToString() ?? "";
    }
}
