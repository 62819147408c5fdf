using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// The variables of a host that are our own, as they are written: for schemas and the reference. <see cref="HostSettings"/> reads them one by
/// one, because each may stand in another file.
/// </summary>
public sealed record HostKeys(
    [Key("Address of this host in the migration network: guests are sent there. IPv4 or IPv6, no name and no port. Needed by every host that takes guests.", Example = "198.51.100.11")]
    string? MigrationAddress = null,
    [Key("Memory that stays free for the host itself when guests are placed on it.", Example = "4GiB")]
    ByteSize? MemoryReserve = null,
    [Key("Words about the host, for people and for conditions, as labels.rack == \"a\".", Example = "{ rack: a, generation: \"3\" }")]
    IReadOnlyDictionary<string, Language.Yaml.YamlScalar>? Labels = null,
    [Key("Leaves the host out of plays and gives it no guests, until somebody removes the entry.", Example = "{ reason: memory fault, until: 2027-01-31 }")]
    ParkedKeys? Parked = null,
    [Key("Speed of the host's own link in the migration network.", Example = "10Gbit/s")]
    ByteRate? MigrationSpeed = null,
    [Key("The link that the host shares with others on the way to other hosts: one of uplinks.", Example = "rack_a")]
    string? Uplink = null,
    [Key("In the group all: the links that several hosts share, such as the one out of a rack, by name.", Example = "{ rack_a: { speed: 40Gbit/s, share: 50% } }")]
    IReadOnlyDictionary<string, UplinkKeys>? Uplinks = null,
    [Key("Jump hosts on the way to this one, as in ssh's ProxyJump: [user@]host[:port], several with commas.", Example = "admin@bastion.example.org")]
    string? ProxyJump = null);

/// <summary>The keys of <c>parked</c>.</summary>
public sealed record ParkedKeys(
    [Key("Why, for whoever wonders.", Example = "memory fault")] string Reason,
    [Key("The day on which somebody shall look again. Plans tell it; the host stays parked after it, until the entry is removed.", Pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}", PatternWords = "a day, as 2027-01-31", Example = "2027-01-31")]
    string? Until = null);

/// <summary>The keys of one of <c>uplinks</c>.</summary>
public sealed record UplinkKeys(
    [Key("Its speed.", Example = "40Gbit/s")] ByteRate Speed,
    [Key("How much of it guests on the move may take; all of it without this key.", Pattern = "[0-9]{1,3}%", PatternWords = "a percentage: 50%", Example = "50%")] string? Share = null);

/// <summary>The keys of a group in a YAML inventory.</summary>
public sealed record GroupKeys(
    [Key("Its hosts by name, each with its own variables or nothing. Ranges name several: kvm[01:12].")] Language.Yaml.YamlMapping? Hosts = null,
    [Key("Groups inside of it by name.")] Language.Yaml.YamlMapping? Children = null,
    [Key("Variables of all its hosts; group_vars/ beside the inventory holds more.")] Language.Yaml.YamlMapping? Vars = null);
