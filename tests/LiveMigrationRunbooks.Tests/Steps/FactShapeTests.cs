using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Facts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class FactShapeTests
{
    private const string Told = """
        os debian 12
        kernel 6.1.0
        memory_kib 1024
        cpus 2
        nic eth1 9000 up veth mac=02:4c:4d:52:01:0b
        nic br0 9000 up bridge mac=02:4c:4d:52:01:0b
        kind br0 bridge
        master eth1 br0
        below br0 eth1
        mount rw 812345 /
        mount ro 512 /etc
        storage 198.51.100.11
        migration fe80::1
        missing nft
        nic lo 65536 unknown  mac=00:00:00:00:00:00
        address eth1 198.51.100.11/24
        address eth1 fe80::1/64
        management_nic eth1
        keeper firewalld
        cpu_model AMD EPYC
        cpu_vendor AuthenticAMD
        hugepages_total 4
        hugepages_free 0
        hugepages_size 2048
        userfaultfd privileged
        qemu_version 7.2.22
        libvirt_version 9.0.0
        daemon libvirtd
        active libvirtd.socket
        listener 0.0.0.0:16514
        pool images
        tls_until Nov  1 20:00:00 2027 GMT

        """;

    [Theory]
    [InlineData("facts.os", true)]
    [InlineData("facts.nic", true)]
    [InlineData("facts.nic.eth1.mtu", true)]
    [InlineData("facts.nic.eth1.speed", false)]
    [InlineData("facts.os.name", false)]
    [InlineData("facts.libvirt", true)]
    [InlineData("facts.libvirt.daemons.size", true)]
    [InlineData("facts.libvirt.tls_untill", false)]
    [InlineData("facts.hugepages.free", true)]
    [InlineData("facts.nope", false)]
    public void Paths_are_known_before_any_host_is_asked(string path, bool known) => Assert.Equal(known, FactShape.Knows(path));

    [Fact]
    public void What_a_host_told_becomes_plain_data()
    {
        var data = FactShape.ToData(HostFactsReader.Read(CommandResult.OfText(Told)));
        Assert.Equal("debian 12", data["os"]);
        Assert.Equal("firewalld", data["firewall"]);
        Assert.Equal("eth1", data["management_nic"]);
        var nics = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(data["nic"]);
        var nic = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(nics["eth1"]);
        Assert.Equal(9000L, nic["mtu"]);
        Assert.Equal(new[] { "198.51.100.11/24", "fe80::1/64" }, nic["addresses"]);
        Assert.Equal(("bridge", "br0"), (Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(nics["br0"])["kind"], nic["master"]));
        Assert.Equal(new[] { "eth1" }, data["storage_nics"]);
        Assert.Equal(new[] { "eth1" }, data["migration_nics"]);
        Assert.Equal(new[] { "nft" }, data["missing_tools"]);
        var mounts = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(data["mount"]);
        Assert.Equal((true, 512L), (Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(mounts["/etc"]) is var etc ? etc["read_only"] : null, etc["free_kib"]));
        var libvirt = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(data["libvirt"]);
        Assert.Equal(("9.0.0", "monolithic", "2027-11-01T20:00:00Z"), (libvirt["version"], libvirt["mode"], libvirt["tls_until"]));
        Assert.Equal(new[] { "0.0.0.0:16514" }, libvirt["listeners"]);
        Assert.Equal((4L, 0L), (Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(data["hugepages"]) is var pages ? pages["total"] : null, pages["free"]));
        Assert.Equal(FactShape.Paths.Select(path => path.Split('.')[1]).Distinct().Count(), data.Count);
    }

    [Theory]
    [InlineData("", "none")]
    [InlineData("daemon libvirtd\n", "monolithic")]
    [InlineData("active libvirtd.socket\n", "monolithic")]
    [InlineData("active virtqemud.socket\ndaemon virtlogd\n", "modular")]
    [InlineData("active libvirtd.socket\nactive virtqemud.service\n", "modular")]
    public void Whose_the_guests_are_say_units_and_processes(string told, string mode) =>
        Assert.Equal(mode, HostFactsReader.Read(CommandResult.OfText(told)).Libvirt.Mode);

    [Theory]
    [InlineData("Nov 21 20:00:00 2027 GMT", "2027-11-21T20:00:00Z")]
    [InlineData("Sun Nov 21 20:00:00 UTC 2027", "2027-11-21T20:00:00Z")]
    [InlineData("soon", "")]
    public void A_certificate_ends_when_either_tool_says(string told, string until) =>
        Assert.Equal(until, HostFactsReader.Read(CommandResult.OfText($"tls_until {told}\n")).Libvirt.TlsUntil);

    [Fact]
    public void A_host_without_tools_has_no_firewall_and_no_interfaces() =>
        Assert.Equal("none", HostFactsReader.Read(CommandResult.OfText("kernel 6.1.0\nruleset \n")).Firewall);
}
