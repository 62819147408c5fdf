using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps.Evaluation;

/// <summary>Who turns packets away: what one tool writes shows up in the lists of another, and is counted once.</summary>
public sealed class FirewallKeepersTests
{
    private const string Nft = "ruleset {\"nftables\": [{\"chain\": {\"family\": \"FAMILY\", \"table\": \"TABLE\", \"name\": \"INPUT\", \"type\": \"filter\", \"hook\": \"input\", \"prio\": 0, \"policy\": \"drop\"}}]}";

    [Theory]
    [InlineData("none", "")]
    [InlineData("none", "iptables-save *filter|iptables-save :INPUT ACCEPT [0:0]|iptables-save -A INPUT -j LIBVIRT_INP|iptables-save :FORWARD DROP [0:0]")]
    [InlineData("firewalld", "keeper firewalld|NFT inet firewalld")]
    [InlineData("firewalld", "keeper firewalld|iptables legacy|iptables-save *filter|iptables-save :INPUT ACCEPT [0:0]|iptables-save :INPUT_ZONES - [0:0]|iptables-save -A INPUT -j INPUT_ZONES|iptables-save -A INPUT -j REJECT")]
    [InlineData("ufw", "iptables nf_tables|iptables-save *filter|iptables-save :INPUT DROP [0:0]|iptables-save -A INPUT -j ufw-before-input|NFT ip filter")]
    [InlineData("iptables", "iptables nf_tables|iptables-save *filter|iptables-save :INPUT DROP [0:0]|NFT ip filter")]
    [InlineData("iptables", "iptables-save *filter|iptables-save :INPUT ACCEPT [0:0]|iptables-save -A INPUT -j WALL|iptables-save -A WALL -j DROP")]
    [InlineData("nftables", "NFT ip filter")]
    [InlineData("firewalld nftables", "keeper firewalld|NFT inet mine")]
    [InlineData("ufw nftables", "iptables nf_tables|iptables-save *filter|iptables-save :INPUT DROP [0:0]|iptables-save -A INPUT -j ufw-before-input|NFT inet mine")]
    [InlineData("firewalld ufw", "keeper firewalld|iptables-save *filter|iptables-save :INPUT DROP [0:0]|iptables-save -A INPUT -j ufw-before-input")]
    [InlineData("iptables-legacy iptables", "iptables nf_tables|iptables both|iptables-save *filter|iptables-save :INPUT DROP [0:0]")]
    public void Each_is_named_once(string keepers, string told)
    {
        var lines = told.Split('|').Select(line => line.StartsWith("NFT ", StringComparison.Ordinal)
            ? Nft.Replace("FAMILY", line.Split(' ')[1], StringComparison.Ordinal).Replace("TABLE", line.Split(' ')[2], StringComparison.Ordinal) : line);
        Assert.Equal(keepers, string.Join(' ', FirewallReading.Of(CommandResult.OfText(string.Join('\n', lines))).Keepers().DefaultIfEmpty("none")));
    }
}
