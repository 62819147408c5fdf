using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>What a storage pool is made of.</summary>
public enum PoolType
{
    Dir,
    Fs,
    Netfs,
    Logical,
    Iscsi,
    Rbd,
}

[StepKind("libvirt.pool", "Keeps a storage pool of libvirt: its definition, whether it is active, and whether it starts at boot.")]
[Risks("In effect at once, and kept in /etc/libvirt/storage. Volumes are neither made nor removed.", Disturbs = "Nobody: a pool that a running guest uses is not stopped, and a change that needs that is refused.", Rollback = "Rollback brings back the definition byte for byte, or its absence, and what was active; a folder that it made goes again if it is empty.")]
public sealed record LibvirtPool(
    [Argument("The pool's name; the same on all hosts between which guests move.", Pattern = LibvirtObject.NamePattern, PatternWords = LibvirtObject.NameWords, Example = "images")] string Name,
    [Argument("What it is made of; a pool keeps its type.", Example = "dir")] PoolType? Type = null,
    [Argument("The folder in which its volumes appear.", Example = "/var/lib/libvirt/images")] string? Target = null,
    [Argument("Servers, with a port where it is not the usual one.", Example = "[192.0.2.50]")] ValueList<string>? Hosts = null,
    [Argument("The folder that a server exports.", Example = "/export/images")] string? Dir = null,
    [Argument("Devices that it stands on; for iscsi the target's name.", Example = "[/dev/sdb]")] ValueList<string>? Devices = null,
    [Argument("Its name in the storage: a volume group, a Ceph pool.", Example = "vg0")] string? Source = null,
    [Argument("How the storage is formatted, as libvirt calls it; left to libvirt when not given.", Example = "nfs")] string? Format = null,
    [Argument("Who it logs in as, for rbd and iscsi.", Example = "libvirt")] string? User = null,
    [Argument("UUID of the secret that it logs in with: libvirt.secret keeps its value.", Pattern = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", PatternWords = "a UUID")] string? Secret = null,
    [Argument("Whether the target folder is made where it is not there, for dir, fs and netfs. Devices are never formatted.")] bool Build = false,
    [Argument("Whether it is active.")] bool Active = true,
    [Argument("Whether it starts with libvirt.")] bool Autostart = true,
    [Argument("Whether it shall be there. What is in it stays.")] Existence State = Existence.Present) : LibvirtObject, ISelfChecked
{
    private protected override Wish Asked => new("pool", Name, "/etc/libvirt/storage", State, Active, Autostart);

    private protected override ValueMap<string> AskedParts => PoolXml.Parts(this);

    private protected override string? StandsOn => Type is PoolType.Dir or PoolType.Fs or PoolType.Netfs ? Target : null;

    private protected override bool Builds => Build;

    private protected override IEnumerable<KeyValuePair<string, string>> PartsOf(XElement definition) => PoolXml.Read(definition);

    private protected override XElement Edited(XElement? definition) => PoolXml.Edit(definition, Name, AskedParts);

    private protected override ValueList<string> UsedAs(ObjectState state) =>
    [
        $"pool='{Name}'", .. state.Parts.GetValueOrDefault("target") is { Length: > 0 } target ? new[] { $"='{target}/" } : [],
        .. state.Parts.GetValueOrDefault("type") == "rbd" && state.Parts.GetValueOrDefault("source") is { } source ? new[] { $"name='{source}/" } : [],
    ];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (State == Existence.Absent)
        {
            if (Type is not null || PoolXml.Parts(this).Count > 0 || Build) yield return ("state", "A pool that shall be absent is made of nothing.", "Remove the other arguments but name, or remove state: absent.");
            yield break;
        }
        if (Type is not { } type)
        {
            yield return ("type", "It is not said what the pool is made of.", "Add type: dir, fs, netfs, logical, iscsi or rbd.");
            yield break;
        }
        foreach (var wrong in PoolXml.Wrong(this, type)) yield return wrong;
    }

    private protected override IEnumerable<Refusal> Refuse(Value<ObjectState> now, Value<ObjectState> want, ObjectReading reading, Scene scene)
    {
        if (now.It is { } found && want.It is { } wanted && found.Parts.GetValueOrDefault("type") != wanted.Parts.GetValueOrDefault("type"))
            yield return new Refusal("type", $"{Name} is a pool of type {found.Parts.GetValueOrDefault("type")}.", "Give the pool another name, or take the old one away first (state: absent).");
        else if (IsStopped(now, want) && reading.Guests is { Count: > 0 } guests)
            yield return new Refusal(null, $"{Name} would have to be stopped, and {string.Join(", ", guests)} {(guests.Count == 1 ? "uses" : "use")} it.", "Move these guests away first (evacuate).");
        if (want.It is null) yield break;
        if (Type is { } type && reading.Lacks(PoolXml.Word(type)))
            yield return new Refusal("type", $"libvirt of {scene.Host} cannot have pools of type {PoolXml.Word(type)}.", $"Install libvirt-daemon-driver-storage-{PoolXml.Word(type)} there, or leave this host out.");
        if (Active && !Build && StandsOn is { } folder && reading.IsAbsent(folder) && !scene.Coming.Contains($"file:{folder}"))
            yield return new Refusal("target", $"{folder} is not there.", "Say build: true, or make it by a step directory before this one.");
    }
}
