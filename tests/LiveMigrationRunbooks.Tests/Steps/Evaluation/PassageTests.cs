using System.Net;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps.Evaluation;

/// <summary>
/// What becomes of one packet under rule sets that hosts printed: those of firewalld, nftables and ufw as they come, and two made of all that
/// is hard (<c>tricky.*</c>: sets, intervals, verdict maps, goto, return, concatenations, negations, things nobody can tell).
/// </summary>
public sealed class PassageTests
{
    private static readonly string s_rules = Path.Combine(StepFixture.Folder, "Evaluation", "Rules");

    [Theory]
    [InlineData("firewalld.json", "192.0.2.1", 22, "accepts")]
    [InlineData("firewalld.json", "192.0.2.1", 49152, "turns away by 'reject' in inet firewalld filter_IN_public")]
    [InlineData("firewalld.json", "2001:db8::1", 22, "cannot tell for 'meta nfproto ipv6 fib oif false drop' in inet firewalld filter_PREROUTING")]
    [InlineData("nftables.json", "192.0.2.1", 22, "accepts")]
    [InlineData("nftables.json", "2001:db8::1", 22, "accepts")]
    [InlineData("nftables.json", "192.0.2.1", 23, "turns away by the policy drop of inet filter input")]
    [InlineData("ufw.save", "192.0.2.1", 22, "accepts")]
    [InlineData("ufw.save", "192.0.2.1", 139, "turns away by '-A ufw-skip-to-policy-input -j DROP' in ip filter ufw-skip-to-policy-input")]
    [InlineData("ufw.save", "192.0.2.1", 5000, "turns away by the policy drop of ip filter INPUT")]
    [InlineData("ufw6.save", "2001:db8::1", 22, "cannot tell for '-A ufw6-before-input -m rt --rt-type 0 -j DROP' in ip6 filter ufw6-before-input")]
    [InlineData("ufw6.save", "2001:db8::1", 5000, "turns away by '-A ufw6-before-input -m rt --rt-type 0 -j DROP' in ip6 filter ufw6-before-input")]
    // Elements of a set: an interval, a prefix; then a rule that returns, a goto whose end is the end, and a limit that may be reached.
    [InlineData("tricky.json", "192.0.2.5", 22, "accepts")]
    [InlineData("tricky.json", "192.0.2.10", 22, "cannot tell for 'limit rate 5/minute accept' in inet filter login")]
    [InlineData("tricky.json", "203.0.113.200", 22, "accepts")]
    [InlineData("tricky.json", "198.51.100.5", 22, "turns away by the policy drop of inet filter input")]
    [InlineData("tricky.json", "198.51.100.77", 22, "turns away by the policy drop of inet filter input")]
    [InlineData("tricky.json", "198.51.100.77", 80, "accepts")]
    [InlineData("tricky.json", "203.0.114.7", 22, "turns away by the policy drop of inet filter input")]
    [InlineData("tricky.json", "192.0.2.5", 25, "turns away by 'tcp dport vmap @byport' in inet filter input")]
    [InlineData("tricky.json", "203.0.115.2", 23, "accepts")]
    [InlineData("tricky.json", "203.0.115.1", 23, "turns away by the policy drop of inet filter input")]
    [InlineData("tricky.json", "2001:db8:1::5", 30, "accepts")]
    [InlineData("tricky.json", "2001:db9::5", 30, "turns away by the policy drop of inet filter input")]
    // A set that packets fill, a socket, a destination that is not here any more.
    [InlineData("tricky.json", "192.0.2.5", 7001, "cannot tell for 'tcp dport 7001 ip saddr @bans drop' in inet filter input")]
    [InlineData("tricky.json", "192.0.2.5", 2222, "cannot tell for 'tcp dport 2222 dnat' in ip nat pre")]
    [InlineData("tricky.json", "203.0.113.13", 22, "turns away by 'ip saddr 203.0.113.13 drop' in ip early pre")]
    [InlineData("tricky.json", "203.0.113.14", 22, "cannot tell for 'ip saddr 203.0.113.14 fib oif false drop' in ip early pre")]
    [InlineData("tricky.save", "192.0.2.1", 22, "accepts")]
    [InlineData("tricky.save", "192.0.2.2", 22, "cannot tell for '-A LOGIN -s 192.0.2.2/32 -m recent --update --seconds 60 --hitcount 4 --name DEFAULT --mask 255.255.255.255 --rsource -j DROP' in ip filter LOGIN")]
    [InlineData("tricky.save", "192.0.2.3", 22, "turns away by '-A WALL -j REJECT --reject-with icmp-port-unreachable' in ip filter WALL")]
    [InlineData("tricky.save", "192.0.2.4", 22, "cannot tell for '-A LOGIN -s 192.0.2.4/32 -m socket -j ACCEPT' in ip filter LOGIN")]
    [InlineData("tricky.save", "203.0.113.13", 80, "turns away by '-A PREROUTING -s 203.0.113.13/32 -j DROP' in ip raw PREROUTING")]
    [InlineData("tricky.save", "203.0.113.1", 8005, "accepts")]
    [InlineData("tricky.save", "203.0.113.1", 8011, "turns away by '-A WALL -j REJECT --reject-with icmp-port-unreachable' in ip filter WALL")]
    [InlineData("tricky.save", "203.0.113.1", 5900, "turns away by '-A INPUT ! -s 192.0.2.0/24 -p tcp -m tcp --dport 5900 -j REJECT --reject-with tcp-reset' in ip filter INPUT")]
    [InlineData("tricky.save", "192.0.2.9", 5900, "accepts")]
    public void A_new_connection(string rules, string from, int port, string expected) => Assert.Equal(expected, Text(Passage.Of(Read(rules), Login(from, port))));

    [Theory]
    [InlineData("firewalld.json", 49152, "accepts", "accepts")]
    [InlineData("nftables.json", 23, "accepts", "accepts")]
    [InlineData("ufw.save", 5000, "accepts", "accepts")]
    [InlineData("tricky.json", 22, "accepts", "accepts")]
    [InlineData("tricky.json", 80, "accepts", "turns away by the policy drop of inet filter output")]
    [InlineData("tricky.save", 5900, "accepts", "accepts")]
    public void A_connection_that_stands(string rules, int port, string there, string back)
    {
        var packet = Login("198.51.100.5", port).Established();
        Assert.Equal(there, Text(Passage.Of(Read(rules), packet)));
        Assert.Equal(back, Text(Passage.Of(Read(rules), packet.Answer())));
    }

    [Theory]
    [InlineData("eth7", "accepts")]
    [InlineData("mgmt0", "accepts")]
    [InlineData("eth70", "cannot tell for 'limit rate 5/minute accept' in inet filter login")]
    [InlineData("", "cannot tell for 'iif lo accept' in inet filter input")]
    public void Interfaces(string nic, string expected) => Assert.Equal(expected, Text(Passage.Of(Read("tricky.json"), Login("203.0.116.1", 22, nic))));

    // Chains that call each other, one that is not there, and a table that is no table: told as not known, and never an exception.
    [Theory]
    [InlineData("-A INPUT -j A\n-A A -j B\n-A B -j A", "cannot tell for chains that call each other from ip filter A")]
    [InlineData("-A INPUT -j NOWHERE\n-A INPUT -j DROP", "cannot tell for '-A INPUT -j NOWHERE' in ip filter INPUT")]
    [InlineData("-A INPUT -m set --match-set x src -j DROP", "cannot tell for '-A INPUT -m set --match-set x src -j DROP' in ip filter INPUT")]
    [InlineData("-I INPUT -j ACCEPT\n-A INPUT -j DROP", "accepts")]
    [InlineData("-A INPUT -j DROP\n-I INPUT 1 -p tcp --syn -j ACCEPT", "accepts")]
    [InlineData("-A INPUT -s 192.0.2.0/255.255.255.0 -j ACCEPT\n-A INPUT -j DROP", "accepts")]
    [InlineData("-A INPUT -p udp -j ACCEPT\n[3:180] -A INPUT -j DROP", "turns away by '[3:180] -A INPUT -j DROP' in ip filter INPUT")]
    [InlineData("-A", "accepts")]
    [InlineData("-A INPUT -p tcp --dport ssh -j DROP", "cannot tell for '-A INPUT -p tcp --dport ssh -j DROP' in ip filter INPUT")]
    [InlineData("-A INPUT -p tcp --dport 22 -j DROP", "turns away by '-A INPUT -p tcp --dport 22 -j DROP' in ip filter INPUT")]
    public void Odd_files(string rules, string expected) =>
        Assert.Equal(expected, Text(Passage.Of(SaveRules.Read(("*filter\n:INPUT ACCEPT [0:0]\n" + rules).Split('\n'), "ip"), Login("192.0.2.5", 22))));

    [Fact]
    public void What_is_no_rule_set_is_none() => Assert.All(new[] { "", "{", "[]", "{\"x\": 1}", "{\"nftables\": 3}" }, text => Assert.Null(NftRules.Read(text)));

    // Thousands of bans are common: no rule may cost stack.
    [Fact]
    public void A_long_chain()
    {
        var lines = Enumerable.Range(0, 30000).Select(number => $"-A INPUT -s 10.{number / 250}.{number % 250}.1/32 -m limit --limit 3/min -j DROP");
        Assert.IsType<Accepts>(Passage.Of(SaveRules.Read([":INPUT ACCEPT [0:0]", .. lines], "ip"), Login("192.0.2.5", 22)));
    }

    private static Packet Login(string from, int port, string nic = "eth0") =>
        Packet.New(IPAddress.Parse(from), IPAddress.Parse(from.Contains(':', StringComparison.Ordinal) ? "2001:db8::12" : "192.0.2.12"), port, nic);

    private static Ruleset Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(s_rules, name));
        return name.EndsWith(".json", StringComparison.Ordinal) ? NftRules.Read(text) ?? throw new InvalidOperationException(name)
            : SaveRules.Read(text.Split('\n'), name.Contains('6', StringComparison.Ordinal) ? "ip6" : "ip");
    }

    private static string Text(Passing passing) => passing switch
    {
        TurnsAway away => $"turns away by {away.By}",
        CannotTell doubt => $"cannot tell for {doubt.Why}",
        _ => "accepts",
    };
}
