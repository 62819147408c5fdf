using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Sampling;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads the answer of the one script that reads a host.</summary>
public static class HypervisorReader
{
    public static HypervisorReading Read(CommandResult result)
    {
        var answer = SectionedAnswer.Read(result);
        if (answer.Broken is { } broken) return new NotAnswering(broken);
        var needed = new[] { "list", "version", "capabilities", "hostname", "meminfo", "persistent", "autostart", "active", "snapshots", "saved", "networks", "pools", "links", "processes" };
        foreach (var name in needed)
        {
            if (answer.Find(name) is not { } section) return new NotAnswering($"the read script answered no {name}");
            if (!section.Succeeded) return new NotAnswering($"{name}: {section.Complaint}");
        }

        try
        {
            return Whole(answer, name => answer.Find(name) ?? throw new FormatException($"no section {name}"));
        }
        catch (Exception problem) when (problem is XmlException or FormatException)
        {
            return new NotAnswering("the answer cannot be read: " + problem.Message);
        }
    }

    private static Hypervisor Whole(SectionedAnswer answer, Func<string, Section> section)
    {
        var (hostUuid, cpu, emulations) = CapabilitiesXml.Read(section("capabilities").Out);
        var links = section("links").Lines.Select(line => line.Split(' ')).Where(words => words.Length is 2 or 3).ToArray();
        var pools = Pools(section("pools").Lines, answer.Sections.Where(part => part is { Name: "pool", Succeeded: true }));
        var guests = section("list").Lines.Select(uuid => GuestReader.Read(answer, uuid)).ToArray();
        var moves = answer.Sections.Where(part => part.Name == "move")
            .Select(part => (part.About, Record: part.Succeeded ? MoveRecord.Parse(part.About, part.Out) : null)).ToArray();
        return new Hypervisor(
            section("hostname").Out.Trim(),
            hostUuid,
            Versions(section("version").Out),
            new HostMemory(Meminfo(section("meminfo").Out, "MemTotal"), Meminfo(section("meminfo").Out, "MemAvailable")),
            cpu,
            emulations,
            new HostNetworks(
                section("networks").Lines.ToValueList(),
                links.Where(words => words[0] == "bridge").Select(words => words[1]).ToValueList(),
                links.Select(words => words[1]).ToValueList())
            {
                Speeds = Numbers(answer.Find("speeds")?.Lines.Select(line => line.Split(' ')) ?? []),
                Mtus = Numbers(links.Where(words => words.Length == 3).Select(words => words[1..])),
            },
            pools,
            Ports(answer.Find("qemuconf")?.Out ?? ""),
            guests.Select(guest => guest.Guest?.With(pools)).OfType<GuestReading>().OrderBy(guest => guest.Name, StringComparer.Ordinal).ToValueList(),
            moves.Select(move => move.Record).OfType<MoveRecord>().ToValueList(),
            section("processes").Lines.ToValueList(),
            guests.Select(guest => guest.Problem).OfType<Unread>()
                .Concat(moves.Where(move => move.Record is null).Select(move => new Unread(move.About, "its move record cannot be read"))).ToValueList())
        {
            RdmaDevices = answer.Find("rdma") is { Succeeded: true } devices ? devices.Lines.ToValueList() : [],
            Tls = Tls(answer.Find("qemuconf")?.Out ?? "", answer.Find("tls")),
            Resources = HostResourcesReader.Read(answer),
            Samplings = answer.Find("samples") is { Succeeded: true } samples ? GuestSampling.Read(samples.Lines) : [],
        };
    }

    // One that has ended between the two questions is known by its name only.
    private static ValueList<StoragePool> Pools(IEnumerable<string> names, IEnumerable<Section> told)
    {
        var read = told.Select(section => StoragePool.Read(section.Out)).ToLookup(pool => pool.Name, StringComparer.Ordinal);
        return [.. names.Select(name => read[name].FirstOrDefault(new StoragePool(name, "", "")))];
    }

    private static LibvirtVersions Versions(string text) =>
        LibvirtVersions.Read(text) ?? throw new FormatException("virsh version says neither daemon nor hypervisor: " + text.ReplaceLineEndings(" ").Trim());

    private static long Meminfo(string text, string key) =>
        text.Split('\n').Where(line => line.StartsWith(key + ":", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            .DefaultIfEmpty(-1).First() is >= 0 and var kib ? kib : throw new FormatException($"/proc/meminfo has no {key}");

    private static HostTls Tls(string conf, Section? files)
    {
        var folder = Regex.Match(conf, "^\\s*migrate_tls_x509_cert_dir\\s*=\\s*\"([^\"]+)\"", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value.TrimEnd('/') : "/etc/pki/qemu";
        return new HostTls(folder, files is { Succeeded: true } ? files.Lines.ToValueList() : [], Regex.IsMatch(conf, @"^\s*migrate_tls_force\s*=\s*1", RegexOptions.Multiline));
    }

    // What no driver tells is empty, 0 or -1.
    private static ValueMap<long> Numbers(IEnumerable<string[]> lines) => lines
        .Where(words => words.Length == 2 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        .Select(words => KeyValuePair.Create(words[0], long.Parse(words[1], CultureInfo.InvariantCulture))).ToValueMap();

    private static MigrationPorts Ports(string conf)
    {
        var standard = new MigrationPorts();
        return new MigrationPorts(Port("migration_port_min", standard.First), Port("migration_port_max", standard.Last));

        int Port(string key, int fallback) =>
            Regex.Match(conf, $@"^\s*{key}\s*=\s*(\d+)", RegexOptions.Multiline) is { Success: true } match
                && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var port) ? port : fallback;
    }
}
