using System.Text;
using System.Xml;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What a host can give guests of a processor, and its running guests.</summary>
/// <param name="Capabilities">What <c>virsh domcapabilities</c> printed.</param>
/// <param name="HostCpu">The CPU of mode host-model: equal on two hosts that can give the same.</param>
/// <param name="Models">Named models that can be given as they are.</param>
internal sealed record CpuOffer(string Host, string VirtType, string Capabilities, string HostCpu, ValueList<string> Models, ValueList<CpuGuest> Guests)
{
    public static CpuOffer? Of(HostAnswers other) => Of(other.Scene.Host, other.Answers);

    /// <summary>Null where libvirt did not answer.</summary>
    public static CpuOffer? Of(string host, Answers answers)
    {
        if (answers.Results.Count == 0 || !answers[0].Succeeded) return null;
        var told = answers[0].Lines.Select(line => line.Split(' ')).ToList();
        if (told.FirstOrDefault(words => words is ["host", _, _]) is not { } self) return null;
        var text = Plain(self[2]);
        var modes = DomainXml.Parse(text).Element("cpu")?.Elements("mode").ToList() ?? [];
        return new(
            host, self[1], text, Mode("host-model")?.ToString() ?? "",
            [.. (Mode("custom")?.Elements("model") ?? []).Where(model => DomainXml.Attribute(model, "usable") == "yes").Select(model => model.Value.Trim()).Order(StringComparer.Ordinal)],
            [.. told.Where(words => words is ["guest", _]).Select(words => CpuGuest.Read(Plain(words[1]))).OrderBy(guest => guest.Name, StringComparer.Ordinal)]);

        XElement? Mode(string name) => modes.Find(mode => DomainXml.Attribute(mode, "name") == name);
    }

    private static string Plain(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}

/// <summary>A running guest and the processor it has; empty where its definition names none.</summary>
internal sealed record CpuGuest(string Name, string Uuid, string VirtType, string Arch, string Machine, string Emulator, string Cpu, bool IsHosts)
{
    /// <summary>Whether libvirt of another host can be asked: not for what is whatever its host is.</summary>
    public bool IsComparable => Cpu.Length > 0 && !IsHosts;

    public static CpuGuest Read(string xml)
    {
        var (name, hardware) = DomainXml.Read(xml);
        var root = DomainXml.Parse(xml);
        var cpu = root.Element("cpu");
        return new(
            name, root.Element("uuid")?.Value.Trim() ?? throw new XmlException($"{name} has no UUID"), hardware.DomainType, hardware.Arch, hardware.Machine, hardware.Emulator,
            cpu?.ToString(SaveOptions.DisableFormatting) ?? "", DomainXml.Attribute(cpu, "mode") is "host-passthrough" or "maximum");
    }
}
