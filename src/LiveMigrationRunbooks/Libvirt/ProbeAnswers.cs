using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>How a TCP connection ended. <see cref="Refused"/> came from the host itself: the way is open and nobody listens.</summary>
public enum Reach
{
    NotAsked,
    Open,
    Refused,

    /// <summary>"No route to host": also what a firewall says that rejects (firewalld's default).</summary>
    Rejected,
    TimedOut,
    NameUnknown,
    Other,
}

/// <summary>A connection's end and the words it ended with.</summary>
public sealed record ReachAnswer(Reach Reach, string Said);

/// <summary>A path that is there: its inode (equal on two hosts only when both see the same file system), its size in bytes, its kind.</summary>
public sealed record PathAnswer(bool IsThere, string Inode, string Kind, string Said);

/// <summary>A peer's libvirt as this host's root reaches it: the peer's host UUID, or null and why not.</summary>
public sealed record PeerAnswer(string? HostUuid, string Said);

/// <summary>Whether the CPU can be given; null when the host could not tell.</summary>
public sealed record CpuAnswer(bool? Fits, string Said);

/// <summary>How many bytes a guest sees of a disk, and how many of them are used.</summary>
public sealed record DiskAnswer(long? Capacity, long? Allocation, string Said);

/// <summary>The file system that a folder is on: its kind, as <c>stat -f</c> names it, and what is left of it.</summary>
public sealed record FolderAnswer(bool IsThere, string Type, long FreeBytes, string Said)
{
    /// <summary>What tells it from others of its host; empty where that is not known.</summary>
    public string FileSystem { get; init; } = "";
}

/// <summary>A host's answers to <see cref="ProbeQuestions"/>. What was not answered is null: a caller must not take it for yes or no.</summary>
public sealed record ProbeAnswers(
    ValueMap<PathAnswer> Paths, ValueMap<ReachAnswer> Addresses, ValueMap<PeerAnswer> Peers, ValueMap<CpuAnswer> Cpus, string? Broken)
{
    public static ProbeAnswers NotAsked { get; } =
        new(ValueMap<PathAnswer>.Empty, ValueMap<ReachAnswer>.Empty, ValueMap<PeerAnswer>.Empty, ValueMap<CpuAnswer>.Empty, "not asked");

    public ValueMap<PeerAnswer> TlsPeers { get; init; } = ValueMap<PeerAnswer>.Empty;

    public ValueMap<DiskAnswer> Disks { get; init; } = ValueMap<DiskAnswer>.Empty;

    public ValueMap<FolderAnswer> Folders { get; init; } = ValueMap<FolderAnswer>.Empty;

    public ValueMap<ValueList<string>> MadeFor { get; init; } = ValueMap<ValueList<string>>.Empty;

    /// <summary>Null where it was not asked, or not answered.</summary>
    public UserfaultfdAnswer? Userfaultfd { get; init; }

    public PeerAnswer? TlsPeer(string address) => TlsPeers.TryGetValue(address, out var answer) ? answer : null;

    public DiskAnswer? Disk(string uuid, string disk) => Disks.TryGetValue($"{uuid}:{disk}", out var answer) ? answer : null;

    public FolderAnswer? Folder(string path) => Folders.TryGetValue(path, out var answer) ? answer : null;

    /// <summary>Paths of images that an earlier try has made for copies of this guest's disks.</summary>
    public ValueList<string> Made(string uuid) => MadeFor.TryGetValue(uuid, out var paths) ? paths : [];

    public PathAnswer? Path(string path) => Paths.TryGetValue(path, out var answer) ? answer : null;

    public ReachAnswer? Address(Endpoint address) => Addresses.TryGetValue(address.Host + ":" + address.Port, out var answer) ? answer : null;

    public PeerAnswer? Peer(string name) => Peers.TryGetValue(name, out var answer) ? answer : null;

    public CpuAnswer? Cpu(string uuid) => Cpus.TryGetValue(uuid, out var answer) ? answer : null;

    public static ProbeAnswers Read(CommandResult result)
    {
        var answer = SectionedAnswer.Read(result);
        return new ProbeAnswers(
            Named("path", section => TextOf(section.About), PathOf),
            Named("tcp", section => section.About, ReachOf),
            Named("peer", section => section.About, PeerOf),
            Named("cpu", section => section.About, CpuOf),
            answer.Broken)
        {
            TlsPeers = Named("tls", section => section.About.Trim('[', ']'), PeerOf),
            Disks = Named("disk", section => section.About, DiskOf),
            Folders = Named("folder", section => TextOf(section.About), FolderOf),
            MadeFor = Named("made", section => section.About, section => section.Succeeded ? section.Lines.Select(TextOf).ToValueList() : []),
            Userfaultfd = answer.Find("userfaultfd") is { Succeeded: true } asked ? UserfaultfdAnswer.Read(asked.Lines) : null,
        };

        ValueMap<T> Named<T>(string name, Func<Section, string> key, Func<Section, T> read) =>
            answer.Sections.Where(section => section.Name == name).Select(section => KeyValuePair.Create(key(section), read(section))).ToValueMap();
    }

    private static string TextOf(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static DiskAnswer DiskOf(Section section)
    {
        return section.Succeeded ? new DiskAnswer(Bytes("Capacity:"), Bytes("Allocation:"), "virsh domblkinfo names no size") : new DiskAnswer(null, null, section.Complaint);

        long? Bytes(string name) => section.Lines.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.TryParse(line.AsSpan(name.Length).Trim(), CultureInfo.InvariantCulture, out var bytes) ? bytes : (long?)null).FirstOrDefault();
    }

    // A name of two words, as "ext2/ext3" is none of, would be told by its first.
    private static FolderAnswer FolderOf(Section section)
    {
        var words = section.Out.Trim().Split(' ');
        // Some file systems call themselves 0.
        var named = words[^1].StartsWith("fs=", StringComparison.Ordinal) ? words[^1]["fs=".Length..] : null;
        if (named is not null) words = words[..^1];
        return section.Succeeded && words.Length >= 3 && long.TryParse(words[^2], CultureInfo.InvariantCulture, out var blocks) && long.TryParse(words[^1], CultureInfo.InvariantCulture, out var size)
            ? new FolderAnswer(true, words[0], blocks * size, "") { FileSystem = named?.Trim('0') is { Length: > 0 } ? named : "" }
            : new FolderAnswer(false, "", 0, section.Complaint);
    }

    private static PathAnswer PathOf(Section section)
    {
        var words = section.Out.Trim().Split(' ', 3);
        return section.Succeeded && words.Length == 3 ? new PathAnswer(true, words[0], words[2], "") : new PathAnswer(false, "", "", section.Complaint);
    }

    private static ReachAnswer ReachOf(Section section)
    {
        var said = section.Complaint;
        return new ReachAnswer(section switch
        {
            { Succeeded: true } => Reach.Open,
            { ExitCode: 124 or 137 } => Reach.TimedOut,
            _ when Says("Connection refused") => Reach.Refused,
            _ when Says("No route to host") || Says("Network is unreachable") || Says("Permission denied") => Reach.Rejected,
            _ when Says("timed out") => Reach.TimedOut,
            _ when Says("not known") || Says("resolution") => Reach.NameUnknown,
            _ => Reach.Other,
        }, section.Succeeded ? "" : said);

        bool Says(string words) => section.Err.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    private static PeerAnswer PeerOf(Section section)
    {
        if (!section.Succeeded) return new PeerAnswer(null, section.Complaint);
        try
        {
            return new PeerAnswer(CapabilitiesXml.Read(section.Out).HostUuid, "");
        }
        catch (Exception problem) when (problem is System.Xml.XmlException or FormatException)
        {
            return new PeerAnswer(null, "its capabilities cannot be read: " + problem.Message);
        }
    }

    private static CpuAnswer CpuOf(Section section)
    {
        if (section.Succeeded) return new CpuAnswer(true, "");
        var incompatible = section.Err.Contains("incompatible", StringComparison.OrdinalIgnoreCase) || section.Out.Contains("incompatible", StringComparison.OrdinalIgnoreCase);
        return new CpuAnswer(incompatible ? false : null, section.Complaint);
    }
}
