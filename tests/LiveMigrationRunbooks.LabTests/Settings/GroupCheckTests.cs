using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>What a group of hosts must have in common before guests move among them: found where it is so, and told where it is not.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class GroupCheckTests : IClassFixture<OddLeftovers>
{
    private static readonly HostView[] s_hosts = [new("kvm4"), new("kvm5")];

    [Fact]
    public async Task Hosts_that_can_take_each_others_guests_pass()
    {
        using var lmr = Gate("""
            - check.version: { libvirt: "8.5", qemu: "7.2" }
            - check.memory: { free: 64MiB, one_host_down: true }
            - check.userfaultfd: {}
            - check.port: {}
            - check.cpu: { model: qemu64 }
            - check.storage: { paths: /var/lib/libvirt/shared, latency: 10s, cache: [none, directsync] }
            - check.logs: { since: 1m, logs: qemu }
            """);
        await EachAsync("iptables -I INPUT -p tcp --dport 49152:49215 -j ACCEPT");
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 0, ended.All);
            Assert.Contains("49152-49215 reached from kvm5", ended.All, StringComparison.Ordinal);
            Assert.Contains("/var/lib/libvirt/shared (ext2/ext3) is the same on kvm5", ended.All, StringComparison.Ordinal);
            // Nothing of the questions is left.
            await EachAsync("! ss -Htln | grep :49 && ! ls -a /var/lib/libvirt/shared | grep lmr-mark");
        }
        finally
        {
            await EachAsync("iptables -D INPUT -p tcp --dport 49152:49215 -j ACCEPT");
        }
    }

    [Fact]
    public async Task What_a_group_lacks_is_told_with_what_to_do()
    {
        using var lmr = Gate("""
            - check.version: { qemu: "99.0" }
            - check.memory: { free: 100TiB }
            - check.userfaultfd: {}
            - check.port: { ports: 49158-49161/tcp }
            - check.storage: { paths: [/var/tmp, /srv/no-such], latency: 0.001ms }
            """);
        await EachAsync("cp -p /etc/libvirt/qemu.conf /run/lmr-qemu.conf && sed -i 's/^user = .*/user = \"nobody\"/' /etc/libvirt/qemu.conf");
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            string[] told =
            [
                "runs, and 99.0 is wanted", "are available, and 102400 GiB are wanted", "as nobody: Postcopy is not supported (userfaultfd not available: Operation not permitted)",
                "ports 49158-49161 are dropped without an answer from kvm5. Open the ports on this host with firewall.ports",
                "/var/tmp is not what it is on kvm5: what one writes the other does not see", "for 4 KiB, more than 0.001 ms", "/srv/no-such is not there",
            ];
            Assert.All(told, words => Assert.Contains(words, ended.All, StringComparison.Ordinal));
        }
        finally
        {
            await EachAsync("mv /run/lmr-qemu.conf /etc/libvirt/qemu.conf");
        }
    }

    [Fact]
    public async Task A_guest_that_another_host_cannot_run_is_named_and_the_logs_tell_of_it()
    {
        using var lmr = Gate("""
            - check.cpu: { model: Skylake-Client }
            - check.storage: { cache: [none, directsync] }
            """);
        using var logs = Gate("- check.logs: { since: 5m, logs: libvirt }");
        // TCG has no AVX-512; a guest that does not insist (check='none') starts all the same.
        const string Guest = """
            <domain type='qemu'>
              <name>cpu-1</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
              <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model><feature policy='require' name='avx512f'/></cpu>
              <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator><controller type='usb' model='none'/><memballoon model='none'/>
                <disk type='file' device='disk'><driver name='qemu' type='raw' cache='writeback'/><source file='/var/tmp/lmr-cpu-1.raw'/><target dev='vda' bus='virtio'/></disk>
              </devices>
            </domain>
            """;
        await s_hosts[1].AskAsync($"truncate -s 1M /var/tmp/lmr-cpu-1.raw; printf %s {ShellQuote.Word(Guest)} >/run/lmr-cpu-1.xml; virsh -q create --paused /run/lmr-cpu-1.xml");
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            string[] told =
            [
                "cpu-1 of kvm5 cannot run here: the CPU is incompatible with host CPU: Host CPU does not provide required features: avx512f",
                "Skylake-Client cannot be given to guests here", "Name a model that all hosts can give: ", "disk vda of cpu-1 has cache writeback",
            ];
            Assert.All(told, words => Assert.Contains(words, ended.All, StringComparison.Ordinal));
            var found = await logs.RunAsync("apply", "--yes");
            Assert.True(found.ExitCode == 2, found.All);
            Assert.Contains("[cpu.features]", found.All, StringComparison.Ordinal);
        }
        finally
        {
            await s_hosts[1].RunAsync("virsh destroy cpu-1; rm -f /var/tmp/lmr-cpu-1.raw /run/lmr-cpu-1.xml");
        }
    }

    [Fact]
    public async Task A_port_that_is_rejected_is_told_apart_and_one_in_use_is_left_alone()
    {
        using var lmr = Gate("- check.port: { ports: 49158-49161/tcp }");
        const string Rules = "for p in '49158 REJECT --reject-with icmp-host-prohibited' '49159 REJECT --reject-with tcp-reset' '49160 ACCEPT' '49161 ACCEPT'; do set -- $p; port=$1; shift; iptables {0} INPUT -p tcp --dport $port -j \"$@\"; done";
        await s_hosts[0].AskAsync(Rules.Replace("{0}", "-I", StringComparison.Ordinal));
        await s_hosts[0].AskAsync("setsid timeout 60 nc -l 49160 </dev/null >/run/lmr-nc 2>&1 & until ss -Htln | grep -q :49160; do sleep 0.1; done");
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains("port 49158 is turned away with a message", ended.All, StringComparison.Ordinal);
            Assert.Contains("port 49159 refuses connections, although the check listened there", ended.All, StringComparison.Ordinal);
            // Whoever connects to nc ends it.
            await s_hosts[0].AskAsync("ss -Htln | grep -q :49160");
        }
        finally
        {
            await s_hosts[0].RunAsync("kill $(ss -Htlnp | sed -n 's/.*:49160 .*pid=\\([0-9]*\\).*/\\1/p'); rm -f /run/lmr-nc");
            await s_hosts[0].AskAsync(Rules.Replace("{0}", "-D", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Listening_ends_by_itself_when_nobody_comes_back_to_end_it()
    {
        var text = ShellText.Of("Steps/Checks/Ports/ports-stop.sh") + ShellText.Of("Steps/Checks/Ports/ports-listen.sh");
        Assert.Contains("listens 49161", await s_hosts[1].AskAsync($"sh -c {ShellQuote.Word(text)} lmr 198.51.100.15 49158 49161 2"), StringComparison.Ordinal);
        await Eventually.HoldsAsync("the ports are free again", async () => (await s_hosts[1].RunAsync("ss -Htln | grep :4915")).ExitCode != 0);
    }

    private static Lmr Gate(string checks) => Lmr.Steps("kvm4:kvm5", checks, "gate");

    private static Task EachAsync(string text) => Task.WhenAll(s_hosts.Select(host => host.AskAsync(text)));
}
