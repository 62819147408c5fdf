using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class HypervisorReaderTests
{
    [Fact]
    public void A_real_host_is_read_whole()
    {
        var host = Transcript.Host("kvm2");

        Assert.Equal("kvm2", host.Hostname);
        Assert.Equal(new Version(9, 0, 0), host.Versions.Libvirt);
        Assert.Equal(new Version(7, 2, 22), host.Versions.Qemu);
        Assert.True(host.Memory.AvailableKib > 1 << 20 && host.Memory.AvailableKib < host.Memory.TotalKib);
        Assert.Contains(host.Emulations, emulation => emulation is { Arch: "x86_64" } && emulation.Machines.Contains("pc-q35-7.2") && emulation.DomainTypes.Contains("qemu"));
        Assert.Equal(["eth0", "eth1", "lo"], host.Networks.Links);
        Assert.Equal(new MigrationPorts(49152, 49215), host.Ports);
        Assert.Empty(host.Unread);
        Assert.DoesNotContain("microcode", host.CpuXml, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_guests_are_read_whole()
    {
        var host = Transcript.Host("kvm2");

        var guest = Assert.Single(host.Guests, guest => guest.Uuid == Transcript.Other);
        Assert.Equal("lv-b", guest.Name);
        Assert.Equal(GuestState.Running, guest.Condition.State);
        Assert.True(guest.Persistent && guest.Autostart);
        Assert.IsType<GuestJob.None>(guest.Job);
        Assert.Equal(192 * 1024, guest.Hardware.MemoryKib);
        Assert.Equal("pc-q35-7.2", guest.Hardware.Machine);
        Assert.Equal(
            ["/usr/bin/qemu-system-x86_64", "/var/lib/libvirt/shared/guest.cpio", "/var/lib/libvirt/shared/serial", "/var/lib/libvirt/shared/vmlinuz"],
            guest.Hardware.Paths.Order(StringComparer.Ordinal));
        Assert.NotNull(guest.InactiveXml);
        Assert.Equal([Transcript.Guest, Transcript.Other], host.QemuUuids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_ties_guests_to_a_host_is_read()
    {
        var host = Transcript.Host("kvm3-tied");

        Assert.Equal([0, 1], host.Resources.Cpus);
        Assert.Equal((0, 0), (host.Resources.FreeHugepages?["2048"], host.Resources.FreeHugepages?["1048576"]));
        Assert.Equal((2048, "lockd"), (host.Resources.DefaultHugepageKib, host.Resources.LockManager));
        Assert.Equal((1400, 1500), (host.Networks.Mtus["br-t"], host.Networks.Mtus["eth1"]));
        Assert.Equal(["br-t"], host.Networks.Bridges);
        var guest = Assert.Single(host.Guests);
        Assert.True(guest.HasCheckpoints);
        Assert.Equal([0, 1], guest.Hardware.PinnedTo);
        Assert.Null(guest.Hardware.Hugepages);
    }

    [Fact]
    public void A_daemon_that_is_down_is_no_answer()
    {
        var reading = HypervisorReader.Read(Transcript.Of("daemon-down"));

        var silent = Assert.IsType<NotAnswering>(reading);
        Assert.Contains("Failed to connect socket", silent.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(124, "no answer in time")]
    [InlineData(127, "program not found")]
    public void A_list_that_fails_is_no_answer(int code, string why) =>
        Assert.Equal(new NotAnswering("list: " + why), HypervisorReader.Read(CommandResult.OfText($"\n%%lmr list - {code} 0 0\n\n%%lmr end\n")));

    [Fact]
    public void An_answer_cut_anywhere_is_no_answer()
    {
        var whole = Transcript.Of("host-kvm2").Out;
        for (var length = 0; length < whole.Length - 1; length += 97)
            Assert.IsType<NotAnswering>(HypervisorReader.Read(new CommandResult(0, whole[..length], default)));
        Assert.IsType<NotAnswering>(HypervisorReader.Read(new CommandResult(0, whole, default, Lost: 1)));
    }

    [Fact]
    public void An_empty_answer_of_a_script_that_succeeded_is_no_answer() =>
        Assert.IsType<NotAnswering>(HypervisorReader.Read(CommandResult.OfText("")));

    [Fact]
    public void A_guest_that_left_while_being_read_is_unread_not_absent()
    {
        var text = Transcript.Of("host-kvm2").Text;
        var changed = text.Replace($"%%lmr state {Transcript.Other} 0 ", $"%%lmr state {Transcript.Other} 1 ", StringComparison.Ordinal);

        var host = Assert.IsType<Hypervisor>(HypervisorReader.Read(CommandResult.OfText(changed)));

        Assert.Contains(host.Unread, unread => unread.What == Transcript.Other);
        Assert.IsType<SideReading.NoAnswer>(SideReading.Of(host, Transcript.Other));
    }

    [Fact]
    public void Text_that_looks_like_a_head_does_not_cut_a_section()
    {
        const string trap = "%%lmr end\n%%lmr list - 0 0 0\n";
        var answer = SectionedAnswer.Read(CommandResult.OfText($"noise before\n%%lmr xml u 0 {Encoding.UTF8.GetByteCount(trap)} 0\n{trap}\n%%lmr end\n".Replace("noise before", "", StringComparison.Ordinal)));

        Assert.Null(answer.Broken);
        Assert.Equal(trap, Assert.Single(answer.Sections).Out);
    }
}
