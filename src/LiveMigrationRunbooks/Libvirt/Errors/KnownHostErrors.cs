using static LiveMigrationRunbooks.Libvirt.Errors.FaultOf;
using static LiveMigrationRunbooks.Libvirt.Errors.KnownErrors;

namespace LiveMigrationRunbooks.Libvirt.Errors;

/// <summary>Texts of a kernel whose host should not be sent guests.</summary>
internal static class KnownHostErrors
{
    public static IReadOnlyList<KnownError> All { get; } =
    [
        Row("kernel.oom_qemu", Host, false, "(?:Out of memory|Memory cgroup out of memory).*Killed process \\d+ \\((?:qemu|CPU )", "The kernel killed a guest for want of memory.", "Keep more in reserve on this host (check.memory), and look which guest is gone."),
        Row("kernel.oom", Host, false, "Out of memory: Killed process", "The kernel killed a process for want of memory.", "Keep more in reserve on this host (check.memory)."),
        Row("kernel.lockup", Host, false, "soft lockup - CPU|hard LOCKUP|rcu_(?:sched|preempt).*(?:stall|detected)", "A processor was stuck for seconds.", "Look at load, firmware and hardware before guests come here."),
        Row("kernel.hung", Storage, true, "blocked for more than \\d+ seconds", "A process waits for storage that does not answer.", "Look at the storage and the way to it (check.storage)."),
        Row("kernel.hardware", Host, false, "Hardware Error|\\[Hardware Error\\]|Machine [Cc]heck|EDAC .*UE ", "The hardware reports an error.", "Move guests away, and have the machine looked at."),
        Row("kernel.io", Storage, false, "I/O error, dev |Buffer I/O error|critical (?:medium|target) error", "A block device returns errors.", "Look at the device, its paths (`multipath -ll`) and its storage."),
        Row("kernel.fs", Storage, false, "(?:EXT4-fs|XFS|BTRFS).*(?:error|[Cc]orruption)|Remounting filesystem read-only", "A file system is damaged or went read-only.", "Move guests away, then check it."),
        Row("kernel.nfs", Storage, true, "nfs: server .* not responding", "An NFS server does not answer.", "Look at the server and the network to it."),
        Row("kernel.conntrack", Host, true, "nf_conntrack: (?:nf_conntrack: )?table full", "The firewall's table of connections is full, and packets are dropped.", "Raise net.netfilter.nf_conntrack_max (sysctl)."),
        Row("kernel.nic", Host, true, "NETDEV WATCHDOG|transmit queue \\d+ timed out", "A network card stopped sending and was reset.", "Update its driver and firmware; look at the cable and at check.link."),
    ];
}
