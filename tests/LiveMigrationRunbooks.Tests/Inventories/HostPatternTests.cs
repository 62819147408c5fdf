using LiveMigrationRunbooks.Inventories;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class HostPatternTests
{
    private const string Hosts = """
        rack_a:
          hosts:
            kvm-a[1:3]:
        rack_b:
          hosts: { "kvm-b[1:2]": , kvm-a1: }
        empty:
        """;

    [Theory]
    [InlineData("all", "kvm-a1 kvm-a2 kvm-a3 kvm-b1 kvm-b2")]
    [InlineData("*", "kvm-a1 kvm-a2 kvm-a3 kvm-b1 kvm-b2")]
    [InlineData("rack_b", "kvm-a1 kvm-b1 kvm-b2")]
    [InlineData("kvm-b2:kvm-a2", "kvm-a2 kvm-b2")]
    [InlineData("rack_b, kvm-a3", "kvm-a1 kvm-a3 kvm-b1 kvm-b2")]
    [InlineData("rack_a:&rack_b", "kvm-a1")]
    [InlineData("&rack_b:rack_a", "kvm-a1")]
    [InlineData("rack_a:!rack_b", "kvm-a2 kvm-a3")]
    [InlineData("!rack_b", "kvm-a2 kvm-a3")]
    [InlineData("kvm-?2", "kvm-a2 kvm-b2")]
    [InlineData("kvm-[ab]2", "kvm-a2 kvm-b2")]
    [InlineData("rack_*", "kvm-a1 kvm-a2 kvm-a3 kvm-b1 kvm-b2")]
    [InlineData("~kvm-(a|b)2$", "kvm-a2 kvm-b2")]
    [InlineData("rack_a[0]", "kvm-a1")]
    [InlineData("rack_a[-1]", "kvm-a3")]
    [InlineData("rack_a[1:]", "kvm-a2 kvm-a3")]
    [InlineData("rack_a[0:1]:kvm-b1", "kvm-a1 kvm-a2 kvm-b1")]
    [InlineData("rack_a[0:99]", "kvm-a1 kvm-a2 kvm-a3")]
    public void A_pattern_chooses_hosts_in_inventory_order(string pattern, string expected)
    {
        using var folder = new InventoryFolder(Hosts);
        var hosts = HostPattern.Select(folder.Read(), pattern, Language.Read.Span(pattern), folder.Findings);
        Assert.Empty(folder.Told);
        Assert.Equal(expected, string.Join(' ', hosts));
    }

    [Theory]
    [InlineData("rakc_a", "LMR160 1:1 There is no host or group 'rakc_a'.")]
    [InlineData("rack_a:!kvm-a9", "LMR160 1:8 There is no host or group 'kvm-a9'.")]
    [InlineData("empty", "LMR161 1:1 'empty' matches no host.")]
    [InlineData("rack_a:!all", "LMR161 1:1 'rack_a:!all' matches no host.")]
    [InlineData("web*", "LMR161 1:1 'web*' matches no host.")]
    [InlineData("~(", "LMR162 1:1 '(' is not a regular expression that can be used.")]
    [InlineData("~(?=x)", "LMR162 1:1 '(?=x)' is not a regular expression that can be used.")]
    [InlineData("rack_a[3]", "LMR163 1:1 'rack_a[3]' chooses nobody.")]
    [InlineData("", "LMR164 1:1 The pattern is empty.")]
    [InlineData("rack_a:!", "LMR164 1:8 The pattern is empty.")]
    [InlineData("@/nonexistent", "LMR960 1:1 '/nonexistent' lies outside of the repository that names it.")]
    public void A_pattern_that_chooses_nobody_is_an_error(string pattern, string expected)
    {
        using var folder = new InventoryFolder(Hosts);
        Assert.Empty(HostPattern.Select(folder.Read(), pattern, Language.Read.Span(pattern), folder.Findings));
        Assert.Equal([expected], folder.Told);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("rack_a:&@")]
    [InlineData("@a\0b")]
    public void What_can_be_no_path_is_told(string pattern)
    {
        using var folder = new InventoryFolder(Hosts);
        Assert.Empty(HostPattern.Select(folder.Read(), pattern, null, folder.Findings));
        Assert.True(folder.Findings.HasErrors);
    }

    [Fact]
    public void A_file_gives_a_pattern_a_line()
    {
        using var folder = new InventoryFolder(Hosts).Write("list", "# retry\nkvm-a2\nrack_b:!kvm-b1  # not this\n\nkvm-x\n");
        var inventory = folder.Read();
        Assert.Empty(HostPattern.Select(inventory, "@" + folder.At("list"), null, folder.Findings));
        Assert.Equal(["LMR160 5:1 There is no host or group 'kvm-x'."], folder.Told);
        folder.Write("list", "kvm-a2\nkvm-b1\n");
        Assert.Equal("kvm-a2", string.Join(' ', HostPattern.Select(inventory, "rack_a:&@" + folder.At("list"), null, folder.Findings)));
    }
}
