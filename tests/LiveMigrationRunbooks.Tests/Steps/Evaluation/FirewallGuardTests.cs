using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Firewall;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps.Evaluation;

/// <summary>What steps that write files or start services are told of the next login.</summary>
public sealed class FirewallGuardTests
{
    private static readonly Scene s_scene = new(
        "kvm1", HostFacts.None with { ManagementNic = "eth0", SshSession = "::ffff:192.0.2.1 ::ffff:192.0.2.11 22" }, new Peer("kvm1", null), []);

    [Theory]
    [InlineData("/etc/nftables.conf", "nftables")]
    [InlineData("/etc/nftables.d/mine.nft", "nftables")]
    [InlineData("/etc/iptables/rules.v6", "ip6tables")]
    [InlineData("/etc/sysconfig/iptables", "iptables")]
    [InlineData("/etc/ufw/user.rules", "ufw")]
    [InlineData("/etc/firewalld/zones/public.xml", "firewalld")]
    [InlineData("/etc/firewalld/services/x.xml", null)]
    [InlineData("/etc/motd", null)]
    public void Files_that_firewalls_load_are_asked_about(string path, string? keepers) =>
        Assert.Equal(keepers, FirewallGuard.Probe(path, new FileContent("x")).Select(command => command.Argv[4]).SingleOrDefault());

    [Theory]
    [InlineData("nftables", "nftables")]
    [InlineData("netfilter-persistent.service", "iptables ip6tables")]
    [InlineData("ufw.service", "ufw")]
    [InlineData("sshd.service", null)]
    public void Services_that_are_firewalls_are_asked_about(string unit, string? keepers) =>
        Assert.Equal(keepers, FirewallGuard.Probe(unit).Select(command => command.Argv[4]).SingleOrDefault());

    // The zone is that of the address before that of the interface, and that before the default.
    [Theory]
    [InlineData("default public|zone public <zone><service name=\"ssh\"/></zone>|service ssh <port protocol=\"tcp\" port=\"22\"/>", null)]
    [InlineData("default public|zone public <zone><service name=\"dns\"/></zone>|service dns <port protocol=\"tcp\" port=\"53\"/>", "public")]
    [InlineData("default public|zone public <zone target=\"ACCEPT\"/>", null)]
    [InlineData("default public|zone public <zone><port port=\"20-30\" protocol=\"tcp\"/></zone>", null)]
    [InlineData("default public|zone public <zone><port port=\"22\" protocol=\"udp\"/></zone>", "public")]
    [InlineData("default public|active drop eth0|zone drop <zone target=\"DROP\"/>|zone public <zone target=\"ACCEPT\"/>", "drop")]
    [InlineData("default public|active drop eth0|active admin 192.0.2.0/28|zone drop <zone target=\"DROP\"/>|zone admin <zone target=\"ACCEPT\"/>", null)]
    [InlineData("default public|zone public <zone><rule family=\"ipv4\"><source address=\"192.0.2.0/24\"/><port port=\"22\" protocol=\"tcp\"/><accept/></rule></zone>", null)]
    [InlineData("default public|zone public <zone><rule family=\"ipv4\"><source address=\"203.0.113.0/24\"/><service name=\"ssh\"/><accept/></rule></zone>|service ssh <port protocol=\"tcp\" port=\"22\"/>", "public")]
    [InlineData("default public|zone public <zone><novelty/></zone>", null)]
    [InlineData("default public|zone public <zone", null)]
    public void Zones_of_firewalld(string told, string? zone)
    {
        var refused = FirewallGuard.Refuse("firewalld", new Answers([CommandResult.OfText(told.Replace('|', '\n'))]), null, s_scene).SingleOrDefault();
        Assert.Equal(zone is not null, refused is not null);
        if (zone is not null) Assert.Contains($"from 192.0.2.1 comes to zone {zone} of firewalld", refused?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Over_a_local_connection_there_is_no_login_to_lose() => Assert.Empty(FirewallGuard.Refuse(
        "iptables", new Answers([CommandResult.OfText("iptables-save *filter\niptables-save :INPUT DROP [0:0]\n")]), null, s_scene with { Facts = HostFacts.None }));

    [Fact]
    public void A_host_that_cannot_say_is_not_refused() =>
        Assert.Empty(FirewallGuard.Refuse("iptables", new Answers([CommandResult.OfText("", 1, "unshare: no such thing")]), null, s_scene));
}
