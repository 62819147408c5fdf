using static LiveMigrationRunbooks.Libvirt.Errors.FaultOf;
using static LiveMigrationRunbooks.Libvirt.Errors.KnownErrors;

namespace LiveMigrationRunbooks.Libvirt.Errors;

/// <summary>Texts by which libvirt and QEMU refuse a guest's move, or end it.</summary>
internal static class KnownMigrationErrors
{
    public static IReadOnlyList<KnownError> All { get; } =
    [
        Row("cpu.features", Target, false, "guest CPU doesn't match specification|CPU is incompatible with host CPU|does not provide required features|host doesn't support requested feature",
            "The target cannot give the guest the CPU that it has.", "Choose another target, or give the guest a model that all hosts can give, at its next start (check.cpu names it)."),
        Row("machine.type", Target, false, "machine type '[^']*' is not supported|does not support machine type|unsupported machine type|unsupported configuration: .*machine type",
            "The target's QEMU has no such machine type: it is older than the one that the guest was started with.", "Move to a host with the same QEMU or a newer one (check.version)."),
        Row("busy.lock", Source, true, "cannot acquire state change lock|Timed out during operation",
            "Something else works on the guest just now: another job, or a monitor that does not answer.", "Wait and try again; see who holds it with `virsh domjobinfo`. A job that outlives its guest goes when the daemon is restarted; guests keep running."),
        Row("busy.recovery", Target, true, "is being actively monitored by another thread", "A command that takes the guest's post-copy up again is at it already.",
            "Wait for it. One that hangs for minutes waits for the target's QEMU, which may itself wait for a page that has not come: then only a start from the guest's disks is left."),
        Row("busy.block_job", Guest, true, "has (?:an )?active block job", "A copy, commit or backup of one of its disks is under way.", "Wait until it has ended (`virsh blockjob DOMAIN DISK`)."),
        Row("guest.snapshots", Guest, false, "cannot migrate domain with \\d+ snapshots|cannot migrate domain with .*snapshot|cannot migrate domain with \\d+ checkpoints",
            "Snapshots and checkpoints do not travel with a guest.", "Delete them, or leave the guest where it is."),
        Row("guest.devices", Guest, false, "cannot migrate (?:a )?domain|assigned non-USB host devices|has assigned host devices|Cannot migrate a domain with|State blocked by non-migratable device|migration is blocked|Migration is disabled",
            "The guest has a device that ties it to its host: PCI, mediated or vhost-user devices, a shared folder.", "Detach the device, or stop the guest and start it elsewhere."),
        Row("disk.cache", Guest, false, "data corruption if disks use cache|Unsafe migration: Migration may lead to data corruption",
            "A disk is cached by the source host, which the target does not see.", "Set cache='none' or 'directsync' on its disks, at its next start (check.storage with cache finds them)."),
        Row("disk.not_shared", Storage, false, "Migration without shared storage is unsafe|Unsafe migration: Migration without shared storage",
            "A disk is a file that only its host has.", "Put it on shared storage, or copy it with the guest."),
        Row("disk.lock", Storage, true, "Failed to get \"?write\"? ?lock|Failed to get \"write\" lock|Failed to get shared \"write\" lock|resource busy: Lockspace resource|Failed to acquire lock",
            "Another process has the disk open for writing: a copy of the guest, or a backup.", "Find out which host holds it, before anything is started (`virsh domblklist`, `fuser`); never break the lock by force."),
        Row("tpm.lock", Storage, true, "swtpm.*(?:lock|Lock)|Could not (?:lock|acquire).*tpm", "The state of the guest's TPM is in use by another swtpm.", "Wait until the source's swtpm has ended; with shared TPM state both need a version that hands it over."),
        Row("disk.pool", Storage, false, "no storage pool with matching target path|Storage pool not found", "A disk's folder is no active storage pool on the target.", "Define and start the pool there (libvirt.pool)."),
        Row("disk.volume", Storage, false, "Storage volume not found|no storage vol with matching", "The target's pool does not know a volume of the guest.",
            "Have it look again (virsh pool-refresh); where the pool is not shared, put the volume where both hosts see it, or copy it with the guest."),
        Row("disk.open", Storage, false, "[Cc]annot access (?:storage file|backing file)|Could not open '[^']*'",
            "The target cannot open one of the guest's disks: it is not there, or not for QEMU's user.", "Mount the storage there, and look at its owner and mode (check.storage)."),
        Row("disk.full", Storage, false, "No space left on device|ENOSPC", "A file system is full.", "Make room, then `virsh resume` guests that were paused by it."),
        Row("ports.none", Target, true, "Unable to find an unused port in range|Failed to reserve port",
            "All of the target's migration ports are in use, by guests that arrive or by something else.", "Move fewer at once, or widen migration_port_min and _max (libvirt.conf) and open them."),
        Row("hugepages", Target, false, "unable to map backing store for guest RAM|can't open backing store .*huge", "The target has too few free huge pages of the guest's size.", "Set more aside there (kernel.hugepages, check.memory)."),
        Row("memory", Target, true, "cannot set up guest memory.*Cannot allocate memory|Cannot allocate memory", "There is not enough free memory.", "Choose another target (check.memory)."),
        Row("network.mtu", Target, false, "[Nn]etwork card MTU .*does not match", "The target's bridge has another MTU than the guest was started with.", "Give both bridges the same MTU."),
        Row("network.missing", Target, false, "Cannot get interface MTU on|Network not found|no network with matching name|network '[^']*' is not active", "The guest's bridge or network is not there, or is down.", "Make it on the target as it is on the source (libvirt.network)."),
        Row("guest.leftover", Target, false, "is already (?:active|defined)|already exists with uuid|already defined with uuid",
            "The target knows a guest of this name or UUID already: what a failed move left, or another guest.", "Look at both with `virsh domstate --reason`; undefine the inactive one only when the other runs and has the same UUID."),
        Row("same_host", Target, false, "[Aa]ttempt to migrate guest to the same host", "Both hosts have the same UUID, as cloned machines do.", "Set host_uuid in libvirtd.conf or virtqemud.conf of one of them."),
        Row("userfaultfd", Target, false, "[Uu]serfaultfd not available|Postcopy is not supported", "The kernel does not let QEMU handle page faults, which post-copy needs.", "Set vm.unprivileged_userfaultfd (sysctl), or choose a policy without post-copy (check.userfaultfd)."),
        Row("postcopy.lost", Between, false, "(?:[Pp]ost-?copy).*(?:failed|interrupted|network)", "The connection was lost after the guest had begun to run on the target: half of its memory is on each host.",
            "Destroy nothing. Repair the path, then resume with --postcopy-resume."),
        Row("postcopy.request", Request, false, "post-copy migration is not supported with non-live or paused migration", "Post-copy is for guests that run.", "Resume the guest, or use a policy without post-copy."),
        Row("parallel.compression", Request, false, "isn't supported with parallel migration|Turn parallel migration on to tune it", "Options that exclude each other.", "Leave compression out, or parallel connections."),
        Row("aborted", Request, true, "migration out job: canceled by client|operation aborted: migration|migration successfully aborted|[Mm]igration .*cancell?ed",
            "The move was called off, or its last handshake failed.", "Ask both hosts where the guest is before anything is tried again."),
        // Seen with libvirt 9.0: the target refuses (no template of firmware variables, no swtpm), goes on, and its source is told only this.
        Row("peer.hung_up", Target, true, "error: End of file while reading data", "The other host's libvirt ended the conversation: most likely it refused the guest, and its reason did not come across; else its daemon went away.",
            "Read the reason in the target's journal (`journalctl -u libvirtd -u virtqemud`), then ask both hosts where the guest is."),
        Row("zero_copy.locked", Host, false, "cannot limit locked memory of process|can't lock enough memory for using MSG_ZEROCOPY",
            "The host does not let QEMU lock the guest's memory, which zero-copy needs.", "Give its daemon CAP_SYS_RESOURCE or a larger LimitMEMLOCK, or choose a policy without zero_copy."),
        Row("tpm.missing", Target, false, "TPM version '[^']*' is not supported|Unable to find 'swtpm'", "The target has no swtpm to play the guest's TPM.", "Install swtpm and swtpm-tools there."),
        Row("daemon.gone", Source, true, "End of file while reading data|client socket is closed|connection closed due to keepalive timeout|[Ll]ost connection to destination host", "The other host's libvirt went away, or was silent for half a minute.",
            "Look whether its daemon runs and the network is there; ask both hosts where the guest is."),
        Row("qemu.died", Host, false, "qemu unexpectedly closed the monitor|Unable to read from monitor: Connection reset by peer|process exited while connecting to monitor",
            "QEMU ended by itself, or was killed.", "Read its own log, /var/log/libvirt/qemu/GUEST.log, and the kernel's for the out-of-memory killer."),
        Row("clients", Host, true, "Too many active clients|Too many open files", "The daemon's limit of clients or files is reached.", "Raise max_clients and max_anonymous_clients (libvirt.conf), or move fewer at once."),
    ];
}
