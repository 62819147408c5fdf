using System.Xml;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Sampling;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads one guest out of the answer of a read script.</summary>
public static class GuestReader
{
    /// <summary>Either the guest or why it could not be read; a guest that left between the list and its turn is unread, too.</summary>
    internal static (GuestReading? Guest, Unread? Problem) Read(SectionedAnswer answer, string uuid)
    {
        var state = answer.Find("state", uuid);
        var xml = answer.Find("xml", uuid);
        var job = answer.Find("job", uuid);
        var inactive = answer.Find("inactive", uuid);
        if (state is null || xml is null || job is null) return (null, new Unread(uuid, "the read script did not come to it"));
        var failed = new[] { state, xml, inactive }.FirstOrDefault(section => section is { Succeeded: false });
        if (failed is not null) return (null, new Unread(uuid, $"{failed.Name}: {failed.Complaint}"));
        try
        {
            var (name, hardware) = DomainXml.Read(xml.Out);
            if (answer.Find("live", uuid) is { Succeeded: true } live) hardware = hardware with { Disks = DomainDevices.WithImages(hardware.Disks, DomainXml.Parse(live.Out)) };
            var condition = GuestCondition.Parse(state.Out);
            return (new GuestReading(
                uuid,
                name,
                condition,
                Listed("persistent"),
                Listed("autostart"),
                Listed("snapshots"),
                Listed("saved"),
                // An inactive guest has no job; virsh says so with an error.
                condition.IsActive ? GuestJob.Parse(job) : new GuestJob.None(),
                hardware,
                xml.Out.Trim(),
                inactive?.Out.Trim())
            {
                Memory = GuestMemoryReader.Read(answer, name),
                HasCheckpoints = Listed("checkpoints"),
            }, null);
        }
        catch (Exception problem) when (problem is XmlException or FormatException)
        {
            return (null, new Unread(uuid, "its XML cannot be read: " + problem.Message));
        }

        bool Listed(string list) => answer.Find(list)?.Lines.Contains(uuid) ?? false;
    }

    /// <summary>Reads a guest out of the answer of the script that watches moves: its state and its job, nothing else. Null where its move has ended.</summary>
    public static SideReading? ReadWatched(CommandResult result, string uuid)
    {
        var answer = SectionedAnswer.Read(result);
        if (answer.Find("ended", uuid) is not null) return null;
        if (answer.Find("move", uuid) is not { } section) return new SideReading.NoAnswer(answer.Broken ?? "the script did not come to it");
        var (state, job) = section.Out.IndexOf('\n') is > 0 and var end ? (section.Out[..end], section.Out[end..]) : ("", "");
        return state.Length == 0 ? new SideReading.NoAnswer(section.Complaint)
            : new SideReading.Present(GuestCondition.Parse(state), Persistent: false, Autostart: false, GuestJob.Parse(section with { Out = job }), null);
    }

    /// <summary>Reads the answer of the light script that asks about one guest only.</summary>
    public static SideReading ReadSide(CommandResult result, string uuid)
    {
        var answer = SectionedAnswer.Read(result);
        if (answer.Broken is { } broken) return new SideReading.NoAnswer(broken);
        var list = answer.Find("list");
        var processes = answer.Find("processes");
        if (list is not { Succeeded: true }) return new SideReading.NoAnswer(list?.Complaint ?? "the read script answered no list");
        bool? alive = processes is { Succeeded: true } ? processes.Lines.Contains(uuid) : null;
        if (!list.Lines.Contains(uuid)) return new SideReading.Absent(alive);
        foreach (var name in new[] { "state", "persistent", "autostart" })
        {
            if (answer.Find(name, name == "state" ? uuid : "") is not { Succeeded: true })
                return new SideReading.NoAnswer($"{name}: {answer.Find(name, name == "state" ? uuid : "")?.Complaint ?? "not answered"}");
        }

        var condition = GuestCondition.Parse(answer.Find("state", uuid)?.Out ?? "");
        var job = answer.Find("job", uuid);
        return new SideReading.Present(
            condition,
            answer.Find("persistent")?.Lines.Contains(uuid) ?? false,
            answer.Find("autostart")?.Lines.Contains(uuid) ?? false,
            !condition.IsActive ? new GuestJob.None() : job is null ? new GuestJob.Unread("not asked") : GuestJob.Parse(job),
            alive);
    }
}
