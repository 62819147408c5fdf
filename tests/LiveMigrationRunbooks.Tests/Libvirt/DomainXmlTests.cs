using System.Xml;
using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class DomainXmlTests
{
    [Fact]
    public void Disks_tell_where_their_storage_is()
    {
        var disks = Hardware("""
            <disk type='file' device='disk'><driver cache='none'/><source file='/srv/a.qcow2'/><target dev='vda'/></disk>
            <disk type='network' device='disk'><source protocol='nbd' name='x'><host name='198.51.100.9'/></source><target dev='vdb'/></disk>
            <disk type='volume' device='disk'><source pool='fast' volume='v'/><target dev='vdc'/><mirror type='file' job='copy'/></disk>
            <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>
            """).Disks;

        Assert.Equal(("/srv/a.qcow2", "none"), (disks[0].Path, disks[0].Cache));
        Assert.Equal([new Endpoint("198.51.100.9", 10809)], disks[1].Endpoints);
        Assert.Equal(("fast", true), (disks[2].Pool, disks[2].BlockJob));
        Assert.Equal((null, true, "cdrom"), (disks[3].Path, disks[3].ReadOnly, disks[3].Device));
    }

    // As libvirt 9.0.0 tells a disk over another image, live; the migratable definition has no backingStore.
    [Fact]
    public void What_an_image_stands_on_is_in_the_live_definition()
    {
        const string Live = """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/><source file='/var/lib/libvirt/images/bring-1.qcow2' index='1'/>
              <backingStore type='file' index='2'>
                <format type='qcow2'/><source file='/var/lib/libvirt/shared/bring-1.base.qcow2'/><backingStore/>
              </backingStore>
              <target dev='vda' bus='virtio'/>
            </disk>
            """;
        var sent = Hardware("<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/var/lib/libvirt/images/bring-1.qcow2'/><target dev='vda' bus='virtio'/></disk>").Disks;
        Assert.Null(Assert.Single(sent).Backing);

        var disk = Assert.Single(DomainDevices.WithImages(sent, DomainXml.Parse($"<domain><devices>{Live}</devices></domain>")));
        Assert.Equal(("/var/lib/libvirt/shared/bring-1.base.qcow2", "qcow2", false), (disk.Backing, disk.BackingFormat, disk.NamesBacking));
        Assert.True(Assert.Single(Hardware(Live).Disks).NamesBacking);
    }

    [Fact]
    public void Devices_that_tie_a_guest_to_its_host_are_named() =>
        Assert.Equal(["hostdev pci", "interface hostdev", "filesystem shared"], Hardware("""
            <hostdev mode='subsystem' type='pci'/><interface type='hostdev'/><filesystem type='mount'><target dir='shared'/></filesystem>
            """).HostBound);

    [Fact]
    public void Interfaces_name_what_they_are_plugged_into() =>
        Assert.Equal([new GuestNetwork("network", "default"), new GuestNetwork("bridge", "br0"), new GuestNetwork("user", "")], Hardware("""
            <interface type='network'><source network='default' bridge='virbr0'/></interface>
            <interface type='bridge'><source bridge='br0'/></interface><interface type='user'/>
            """).Networks);

    [Fact]
    public void Huge_pages_pins_and_the_MTU_of_an_interface_are_read()
    {
        var tied = Hardware("<interface type='bridge'><source bridge='br0'/><mtu size='9000'/></interface>", """
            <memoryBacking><hugepages><page size='2' unit='MiB' nodeset='0'/><page size='1048576' unit='KiB'/></hugepages></memoryBacking>
            <cpu><numa><cell id='0' cpus='0' memory='256' unit='KiB'/><cell id='1' cpus='1' memory='768' unit='KiB'/></numa></cpu>
            <cputune><vcpupin vcpu='0' cpuset='1-3,^2'/><emulatorpin cpuset='8'/></cputune>
            """);

        Assert.Equal("{1048576: 768, 2048: 256}", $"{tied.Hugepages}");
        Assert.Equal([1, 3, 8], tied.PinnedTo);
        Assert.Equal(9000, Assert.Single(tied.Networks).Mtu);
        Assert.Equal("{0: 1024}", $"{Hardware("", "<memoryBacking><hugepages/></memoryBacking>").Hugepages}");
        Assert.Null(Hardware("", "<memoryBacking><nosharepages/></memoryBacking>").Hugepages);
    }

    [Theory]
    [InlineData("0-3,8,^2", "0 1 3 8")]
    [InlineData(" 5 ", "5")]
    [InlineData("3-1", null)]
    [InlineData("0-99999999", null)]
    [InlineData("a", null)]
    public void Sets_of_processors(string text, string? members) =>
        Assert.Equal(members, CpuSet.Read(text) is { } set ? string.Join(' ', set) : null);

    [Fact]
    public void A_foreign_owner_is_seen() =>
        Assert.Equal("OpenStack Nova", Hardware("", "<metadata><n:instance xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.1'/></metadata>").ForeignOwner);

    [Theory]
    [InlineData("<pool/>")]
    [InlineData("<domain><memory>1</memory></domain>")]
    [InlineData("<domain><name>x</name></domain>")]
    public void What_is_no_domain_is_refused(string text) => Assert.Throws<FormatException>(() => DomainXml.Read(text));

    [Fact]
    public void A_document_type_is_refused() =>
        Assert.Throws<XmlException>(() => DomainXml.Read("<!DOCTYPE domain [<!ENTITY a 'b'>]><domain><name>&a;</name></domain>"));

    private static GuestHardware Hardware(string devices, string metadata = "") => DomainXml.Read(
        $"<domain type='kvm'><name>g</name>{metadata}<memory unit='MiB'>1</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><devices>{devices}</devices></domain>").Hardware;
}
