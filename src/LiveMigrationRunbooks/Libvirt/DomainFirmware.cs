using System.Xml.Linq;
using static LiveMigrationRunbooks.Libvirt.DomainXml;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads what a domain's firmware and TPM keep on its host.</summary>
internal static class DomainFirmware
{
    // Since libvirt 8.5 also as a source of its own, like a disk's.
    public static GuestNvram? Nvram(XElement? system)
    {
        if (system?.Element("nvram") is not { } nvram) return null;
        var path = Attribute(nvram.Element("source"), "file") is { Length: > 0 } file ? file : nvram.Value.Trim();
        return path.Length == 0 ? null : new GuestNvram(path, Attribute(nvram, "template") is { Length: > 0 } template ? template : null);
    }

    /// <summary>One of the host's own TPM is a device that ties the guest to it.</summary>
    public static GuestTpm? Tpm(XElement devices) =>
        devices.Element("tpm")?.Element("backend") is { } backend && Attribute(backend, "type") == "emulator"
            ? new GuestTpm(Attribute(backend.Element("encryption"), "secret") is { Length: > 0 } secret ? secret : null)
            : null;
}
