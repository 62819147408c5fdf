using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Errors;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>Each text as libvirt, QEMU, ssh or a kernel writes it, and what it is known as.</summary>
public sealed class KnownErrorsTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "cpu.features", "error: operation failed: guest CPU doesn't match specification: missing features: vmx-ins-outs,vmx-true-ctls" },
        { "cpu.features", "2026-11-21T21:20:53+0000 kvm5 libvirtd[442]: the CPU is incompatible with host CPU: Host CPU does not provide required features: avx512f" },
        { "cpu.features", "qemu-system-x86_64: warning: host doesn't support requested feature: CPUID.07H:EBX.avx512f [bit 16]" },
        { "machine.type", "error: unsupported configuration: Emulator '/usr/bin/qemu-system-x86_64' does not support machine type 'pc-q35-9.1'" },
        { "busy.lock", "error: Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainMigratePrepare3Params)" },
        { "busy.recovery", "error: Requested operation is not valid: migration of domain web-1 is being actively monitored by another thread" },
        { "busy.block_job", "error: Operation not supported: domain has active block job" },
        { "guest.snapshots", "error: Requested operation is not valid: cannot migrate domain with 2 snapshots" },
        { "guest.devices", "error: Requested operation is not valid: cannot migrate domain: 0000:3b:00.1: VFIO migration is not supported in kernel" },
        { "guest.devices", "error: Requested operation is not valid: cannot migrate a domain with <hostdev mode='subsystem' type='pci'>" },
        { "disk.cache", "error: Unsafe migration: Migration may lead to data corruption if disks use cache other than none or directsync" },
        { "disk.not_shared", "error: Unsafe migration: Migration without shared storage is unsafe" },
        { "disk.lock", "2026-11-21T21:20:53.105750Z qemu-system-x86_64: -device virtio-blk-pci: Failed to get \"write\" lock" },
        { "tpm.lock", "swtpm: Could not lock access to lockfile: Resource temporarily unavailable" },
        { "disk.pool", "error: Storage pool not found: no storage pool with matching target path '/srv/images'" },
        { "disk.volume", "error: Storage volume not found: no storage vol with matching name 'web-1.qcow2'" },
        { "disk.open", "error: Cannot access storage file '/srv/images/web-1.qcow2': No such file or directory" },
        { "disk.full", "qemu-system-x86_64: Could not write to disk: No space left on device" },
        { "ports.none", "error: internal error: Unable to find an unused port in range 'migration' (49152-49215)" },
        { "ports.none", "error: operation failed: Failed to reserve port 49152" },
        { "hugepages", "qemu-system-x86_64: unable to map backing store for guest RAM: Cannot allocate memory" },
        { "memory", "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory" },
        { "network.mtu", "error: unsupported configuration: Target network card MTU 9000 does not match source 1500" },
        { "network.missing", "error: Cannot get interface MTU on 'br0': No such device" },
        { "guest.leftover", "error: operation failed: domain 'web-1' is already active" },
        { "guest.leftover", "error: operation failed: domain 'web-1' is already defined with uuid a1a900db-4765-423d-9f6a-7b5dbd76df02" },
        { "same_host", "error: internal error: Attempt to migrate guest to the same host 7fb586a4-10f9-416c-bb06-ed75e0e8c5e7" },
        { "userfaultfd", "error: internal error: unable to execute QEMU command 'migrate-set-capabilities': Postcopy is not supported: Userfaultfd not available: Operation not permitted" },
        { "userfaultfd", "postcopy_ram_supported_by_host: userfaultfd not available: Operation not permitted" },
        { "postcopy.lost", "error: operation failed: job 'migration out' failed in post-copy phase: post-copy interrupted by network" },
        { "postcopy.request", "error: argument unsupported: post-copy migration is not supported with non-live or paused migration" },
        { "parallel.compression", "error: argument unsupported: Compression method 'xbzrle' isn't supported with parallel migration" },
        { "parallel.compression", "error: invalid argument: Turn parallel migration on to tune it" },
        { "aborted", "error: operation aborted: migration out job: canceled by client" },
        { "aborted", "error: migration successfully aborted" },
        { "daemon.gone", "error: internal error: connection closed due to keepalive timeout" },
        { "daemon.gone", "libvirtd[48]: End of file while reading data: Input/output error" },
        // As virsh tells it of a target whose journal says "Failed to open file '/usr/share/OVMF/OVMF_VARS_4M.fd'".
        { "peer.hung_up", "error: End of file while reading data: : Input/output error" },
        { "zero_copy.locked", "error: cannot limit locked memory of process 523 to 134217728: Operation not permitted" },
        { "tpm.missing", "libvirtd[50]: unsupported configuration: TPM version '2.0' is not supported" },
        { "qemu.died", "error: internal error: qemu unexpectedly closed the monitor" },
        { "clients", "libvirtd[48]: Too many active clients (5000), dropping connection from 198.51.100.14;0" },
        { "path.rejected", "error: unable to connect to server at 'kvm5-mig:49152': No route to host" },
        { "path.refused", "error: unable to connect to server at 'kvm5-mig:49152': Connection refused" },
        { "path.dropped", "error: unable to connect to server at 'kvm5-mig:49152': Connection timed out" },
        { "name.localhost", "error: internal error: hostname on destination resolved to localhost, but migration requires an FQDN" },
        { "name.unknown", "error: Cannot recv data: ssh: Could not resolve hostname kvm55: Name or service not known: Connection reset by peer" },
        { "tls.name", "error: Certificate does not match the hostname kvm5" },
        { "tls.issuer", "error: The certificate hasn't got a known issuer." },
        { "tls.expired", "error: The client certificate /etc/pki/libvirt/clientcert.pem has expired" },
        { "tls.files", "error: internal error: unable to execute QEMU command 'object-add': Unable to access credentials /etc/pki/qemu/ca-cert.pem: No such file or directory" },
        { "tls.files", "error: Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory" },
        { "tls.channel", "qemu-system-x86_64: Cannot read from TLS channel: Software caused connection abort" },
        { "tls.forced", "error: Operation not supported: this libvirtd instance allows migration only with VIR_MIGRATE_TLS flag" },
        { "ssh.host_key", "error: Cannot recv data: Host key verification failed.: Connection reset by peer" },
        { "ssh.login", "error: Cannot recv data: root@kvm5: Permission denied (publickey,password).: Connection reset by peer" },
        { "ssh.throttled", "error: Cannot recv data: kex_exchange_identification: Connection closed by remote host: Connection reset by peer" },
        { "socket", "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory" },
        { "kernel.oom_qemu", "Out of memory: Killed process 4711 (qemu-system-x86) total-vm:9000000kB, anon-rss:8000000kB" },
        { "kernel.oom", "Out of memory: Killed process 4712 (java) total-vm:9000000kB, anon-rss:8000000kB" },
        { "kernel.lockup", "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [CPU 0/KVM:4711]" },
        { "kernel.hung", "INFO: task qemu-system-x86:4711 blocked for more than 120 seconds." },
        { "kernel.hardware", "mce: [Hardware Error]: Machine check events logged" },
        { "kernel.io", "I/O error, dev sdb, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2" },
        { "kernel.fs", "EXT4-fs error (device sdb1): ext4_find_entry:1455: inode #2: comm qemu: reading directory lblock 0" },
        { "kernel.nfs", "nfs: server 192.0.2.2 not responding, still trying" },
        { "kernel.conntrack", "nf_conntrack: nf_conntrack: table full, dropping packet" },
        { "kernel.nic", "NETDEV WATCHDOG: eth1 (ixgbe): transmit queue 3 timed out" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_known_by_its_cause(string id, string line) => Assert.Equal(id, KnownErrors.Of(line)?.Id);

    [Fact]
    public void Every_entry_is_known_by_a_text_and_says_what_to_do()
    {
        Assert.Equal(KnownErrors.All.Count, KnownErrors.All.Select(each => each.Id).Distinct().Count());
        var shown = Texts.Select(row => (string)((object[])row)[0]).ToHashSet(StringComparer.Ordinal);
        Assert.All(KnownErrors.All, each => Assert.Contains(each.Id, shown));
        Assert.All(KnownErrors.All, each => Assert.Matches("^[A-Z].*\\.$", each.Cause));
        Assert.All(KnownErrors.All, each => Assert.Matches("^[A-Z].*\\.$", each.Remedy));
    }

    // A host sends only lines that may be errors: none of these may stay behind.
    [Fact]
    public void Every_text_is_among_those_that_a_host_sends()
    {
        var sent = new Regex(Regex.Match(ShellText.Of("Steps/Checks/Logs/logs-told.sh"), "grep -a -i -E '([^']+)'").Groups[1].Value, RegexOptions.IgnoreCase);
        Assert.All(Texts, row => Assert.Matches(sent, (string)((object[])row)[1]));
    }

    [Theory]
    [InlineData("libvirtd[48]: Unable to find 'dnsmasq' binary in $PATH: No such file or directory")]
    [InlineData("libvirtd[48]: Unable to open /dev/kvm: No such file or directory")]
    [InlineData("libvirtd[48]: internal error: Failed to get udev device for syspath '/sys/devices/virtual/dmi/id'")]
    [InlineData("")]
    public void What_nobody_knows_is_unknown(string line) => Assert.Null(KnownErrors.Of(line));
}
