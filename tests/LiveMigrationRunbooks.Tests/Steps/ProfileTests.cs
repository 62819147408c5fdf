using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Nic.Network;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What a network manager's back-end writes, it reads back as what was wanted; and what it takes away is gone.</summary>
public sealed class ProfileTests
{
    private static readonly BondShape s_bond = new("802.3ad", ["eth2", "eth3"], "fast", "layer3+4", 100, 1, 9000);
    private static readonly BondShape s_plain = new("active-backup", ["eth2"], null, null, 250, null, null);
    private static readonly VlanShape s_vlan = new("bond1", 100, 9000);

    public static TheoryData<string> Managers => ["networkd", "NetworkManager", "ifupdown"];

    [Theory]
    [MemberData(nameof(Managers))]
    public void A_bond_is_read_back_and_goes_again(string manager)
    {
        foreach (var shape in new[] { s_bond, s_plain })
        {
            var profiles = Of(manager);
            var before = Reading(manager, []);
            var (home, members) = (profiles.Home(before, "bond1"), new[] { "eth2", "eth3" }.Select(name => profiles.Home(before, name)).ToValueList());
            var files = profiles.BondFiles(home, members, shape).ToList();
            var after = Reading(manager, files);
            Assert.Equal(shape, profiles.Bond(after, "bond1", ["eth2", "eth3"]));
            Assert.True(profiles.Governs(after, "bond1"));
            Assert.Null(profiles.Foreign(after, "bond1"));
            Assert.Empty(profiles.Refuse(after, "bond1"));
            Assert.Null(profiles.Bond(Reading(manager, Merge(files, profiles.BondFiles(home, members, null))), "bond1", ["eth2", "eth3"]));
        }
    }

    [Theory]
    [MemberData(nameof(Managers))]
    public void A_vlan_is_read_back_and_goes_again(string manager)
    {
        foreach (var shape in new[] { s_vlan, s_vlan with { Mtu = null, Id = 4094 } })
        {
            var profiles = Of(manager);
            var before = Reading(manager, []);
            var (home, parent) = (profiles.Home(before, "bond1.100"), profiles.Home(before, "bond1"));
            var files = profiles.VlanFiles(home, parent, shape).ToList();
            var after = Reading(manager, files);
            Assert.Equal(shape, profiles.Vlan(after, "bond1.100", "bond1"));
            Assert.Null(profiles.Vlan(Reading(manager, Merge(files, profiles.VlanFiles(home, parent, null))), "bond1.100", "bond1"));
        }
    }

    [Theory]
    [InlineData("networkd")]
    [InlineData("ifupdown")]
    public void Addresses_are_added_to_those_that_lmr_keeps_already(string manager)
    {
        var profiles = Of(manager);
        var home = profiles.Home(Reading(manager, []), "eth1");
        var first = Written(profiles.WriteAddresses(home, [], ["198.51.100.21/24", "2001:db8::21/64"], only: false));
        var second = Reading(manager, first);
        Assert.Equal(["198.51.100.21/24", "2001:db8::21/64"], profiles.Addresses(second, "eth1").Select(each => each.Address));
        var third = Reading(manager, Merge(first, Written(profiles.WriteAddresses(profiles.Home(second, "eth1"), ["198.51.100.21/24"], ["198.51.100.22/24"], only: false))));
        Assert.Equal(["2001:db8::21/64", "198.51.100.22/24"], profiles.Addresses(third, "eth1").Select(each => each.Address));
    }

    private static IProfiles Of(string manager) => manager switch { "networkd" => new Networkd(), "NetworkManager" => new NmKeyfiles(), _ => new Ifupdown() };

    private static NetworkReading Reading(string manager, IEnumerable<ProfileFile> files) => NetworkReading.Of(CommandResult.OfText(
        $"manager {manager}\n{(manager == "ifupdown" ? "file /etc/network/interfaces\n| source /etc/network/interfaces.d/*\n" : "")}"
        + string.Concat(files.Where(file => file.Content is not null).Select(file => $"file {file.Path}\n{string.Concat((file.Content ?? "").Split('\n').Select(line => $"| {line}\n"))}"))));

    private static List<ProfileFile> Merge(IEnumerable<ProfileFile> before, IEnumerable<ProfileFile> after) => [.. before.Concat(after).GroupBy(file => file.Path).Select(each => each.Last())];

    // As the commands would: a text with path, mode and content, or rm.
    private static List<ProfileFile> Written(IEnumerable<Command> commands) =>
        [.. commands.Select(command => command.Argv is ["rm", .., var path] ? new ProfileFile(path, null) : new ProfileFile(command.Argv[^3], command.Argv[^1], command.Argv[^2]))];
}
