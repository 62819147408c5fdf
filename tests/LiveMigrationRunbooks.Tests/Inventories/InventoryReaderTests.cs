using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Tests.Language;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class InventoryReaderTests
{
    [Fact]
    public void Hosts_stand_in_file_order_and_groups_hold_all_that_is_inside_of_them()
    {
        using var folder = new InventoryFolder("""
            all:
              hosts: { lone: }
              children:
                racks:
                  children:
                    rack_b:
                      hosts:
                        kvm-b[1:2]:
                    rack_a: { hosts: { kvm-a1: , kvm-b1: } }
                empty:
            other: { hosts: kvm-z }
            """);
        var inventory = folder.Read();
        Assert.Equal("lone kvm-b1 kvm-b2 kvm-a1 kvm-z", string.Join(' ', inventory.Hosts));
        Assert.Equal("kvm-b1 kvm-b2 kvm-a1", string.Join(' ', inventory.Groups["racks"].Hosts));
        Assert.Equal("kvm-b1 kvm-a1", string.Join(' ', inventory.Groups["rack_a"].Hosts));
        Assert.Equal("lone", string.Join(' ', inventory.Groups["ungrouped"].Hosts));
        Assert.Equal(["all", "racks", "rack_a", "rack_b"], inventory.GroupsOf(inventory.Host("kvm-b1")!).Select(group => group.Name));
        Assert.Equal((2, 1, 5), (inventory.Groups["rack_a"].Depth, inventory.Groups["empty"].Depth, inventory.Groups["all"].Hosts.Count));
    }

    [Theory]
    [InlineData("www[01:03]", "www01 www02 www03")]
    [InlineData("w[1:9:4].x[a:b]", "w1.xa w1.xb w5.xa w5.xb w9.xa w9.xb")]
    [InlineData("w[08:11]", "w08 w09 w10 w11")]
    [InlineData("w[:2]", "w0 w1 w2")]
    [InlineData("plain", "plain")]
    public void A_range_is_expanded_as_Ansible_does(string pattern, string expected)
    {
        using var folder = new InventoryFolder($"all: {{ hosts: {{ \"{pattern}\": }} }}\n");
        Assert.Equal(expected, string.Join(' ', folder.Read().Hosts));
    }

    [Theory]
    [InlineData("-oProxyCommand=id", "LMR108 1:17 '-oProxyCommand=id' cannot be a host's name.")]
    [InlineData("a;id", "LMR108 1:18 'a;id' cannot be a host's name.")]
    [InlineData("$(id)", "LMR108 1:17 '$(id)' cannot be a host's name.")]
    [InlineData("`id`", "LMR108 1:17 '`id`' cannot be a host's name.")]
    [InlineData("wеb1", "LMR108 1:18 'wеb1' cannot be a host's name.")]
    [InlineData("web1:ssh", "LMR108 1:21 'web1:ssh' cannot be a host's name.")]
    [InlineData("2001:db8::1", "LMR108 1:21 '2001:db8::1' cannot be a host's name.")]
    [InlineData("a b", "LMR108 1:18 'a b' cannot be a host's name.")]
    [InlineData("../etc", "LMR108 1:17 '../etc' cannot be a host's name.")]
    [InlineData("w[3:1]", "LMR110 1:18 '[3:1]' is not a range.")]
    [InlineData("w[01:100]", "LMR110 1:18 '[01:100]' is not a range.")]
    [InlineData("w[1-3]", "LMR110 1:18 '[1-3]' is not a range.")]
    [InlineData("w[a:F]", "LMR110 1:18 '[a:F]' is not a range.")]
    [InlineData("w[1:3:0]", "LMR110 1:18 '[1:3:0]' is not a range.")]
    [InlineData("w[1:3", "LMR110 1:18 '[1:3' is not a range.")]
    [InlineData("w[1:999999999]", "LMR110 1:18 '[1:999999999]' is not a range.")]
    [InlineData("w[1:9999]x[1:9999]", "LMR111 1:27 This makes more than 100000 hosts.")]
    public void A_bad_name_is_refused_at_its_first_bad_character(string name, string expected)
    {
        using var folder = new InventoryFolder($"all: {{ hosts: {{'{name}': }} }}\n");
        folder.TryRead();
        Assert.Equal([expected], folder.Told);
    }

    [Fact]
    public void A_line_end_at_the_end_of_a_name_is_refused()
    {
        using var folder = new InventoryFolder("all: { hosts: { \"web1\\n\": } }\n");
        folder.TryRead();
        Assert.StartsWith("LMR108", Assert.Single(folder.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_structure_are_told_in_one_go()
    {
        using var folder = new InventoryFolder("""
            hosts:
              web0:
            all:
              host:
                web1:
              children:
                a:
                  hosts: [web2]
                  children: { b: }
                b:
                  children: { c: }
                c:
                  children: { a: }
                d:
                  hosts:
                    web3: 10.0.0.3
                    WEB3:
                  vars: none
                "bad group!":
            """);
        folder.TryRead();
        Assert.Equal(
            [
                "LMR105 1:1 'hosts' stands where a group's name is expected.",
                "LMR031 4:3 Unknown key 'host'.",
                "LMR115 8:14 A list stands where names with ':' are expected.",
                "LMR107 13:19 The groups a → b → c → a contain each other.",
                "LMR030 16:15 A mapping is expected here.",
                "LMR109 17:9 'WEB3' and 'web3' are the same host.",
                "LMR030 18:13 A mapping is expected here.",
                "LMR106 19:5 'bad group!' cannot be a group's name.",
            ],
            folder.Told);
    }

    [Fact]
    public void A_folder_gives_all_its_YAML_files_in_the_order_of_their_names()
    {
        using var folder = new InventoryFolder().Write("inv/20.yml", "b: { hosts: { h2: } }").Write("inv/10.yaml", "a: { hosts: { h1: } }").Write("inv/known_hosts", "").Write("inv/group_vars/b.yml", "x: 1\n");
        var inventory = folder.Read("inv");
        Assert.Equal("h1 h2", string.Join(' ', inventory.Hosts));
        Assert.NotNull(inventory.Variables(inventory.Host("h2")!)["x"]);
        Assert.Equal(3, inventory.Files.Count);
    }

    [Fact]
    public void A_port_behind_a_name_counts_where_the_name_stands_first()
    {
        using var folder = new InventoryFolder("a: { hosts: { 'web[1:2]:2222': } }\nb: { hosts: { 'web1:22': , 'web3:22': { ansible_port: 2200 } } }\n");
        var inventory = folder.Read();
        Assert.Equal([2222, 2222, 2200], inventory.Hosts.Select(host => ConnectionSettings.Of(inventory, host, folder.Findings)?.Port));
    }

    [Fact]
    public void Names_can_be_given_without_a_file()
    {
        var findings = new Findings();
        var inventory = InventoryReader.Read(["kvm[1:2],10.0.0.7,"], findings);
        Assert.Empty(Told.Lines(findings));
        Assert.Equal("kvm1 kvm2 10.0.0.7", string.Join(' ', inventory!.Hosts));
        Assert.Equal("known_hosts", ConnectionSettings.Of(inventory, inventory.Hosts[0], findings)!.KnownHostsFile);
    }

    [Fact]
    public void Ten_thousand_hosts_in_five_hundred_groups_are_read()
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(group => $"g{group}:\n  vars: {{ number: {group} }}\n  hosts:\n"
            + string.Concat(Enumerable.Range(0, 20).Select(host => $"    h{group}-{host}:\n      ansible_host: 10.0.{group % 250}.{host}\n"))));
        using var folder = new InventoryFolder(text);
        var inventory = folder.Read();
        Assert.Equal((10_000, 502), (inventory.Hosts.Count, inventory.Groups.Count));
        Assert.All(inventory.Hosts, host => Assert.NotNull(inventory.Variables(host)["number"]));
    }
}
