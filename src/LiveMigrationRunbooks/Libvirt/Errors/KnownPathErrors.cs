using static LiveMigrationRunbooks.Libvirt.Errors.FaultOf;
using static LiveMigrationRunbooks.Libvirt.Errors.KnownErrors;

namespace LiveMigrationRunbooks.Libvirt.Errors;

/// <summary>Texts of what is between two hosts: connections, names, certificates, ssh.</summary>
internal static class KnownPathErrors
{
    public static IReadOnlyList<KnownError> All { get; } =
    [
        Row("path.rejected", Between, false, "unable to connect to server at '[^']*': (?:No route to host|Network is unreachable|Permission denied)", "A firewall turns the connection away, or there is no route.", "Open the ports on the target (firewall.ports), and ask with check.port."),
        Row("path.refused", Between, true, "unable to connect to server at '[^']*': Connection refused|connect: Connection refused|Unable to connect to .*: Connection refused", "Nobody listens there: QEMU of the target has gone, the daemon is down, or a firewall resets.", "Look at the target's log for why it ended, and ask with check.port."),
        Row("path.dropped", Between, true, "unable to connect to server at '[^']*': (?:Connection timed out|Operation timed out)|Failed to connect to .*: Connection timed out", "Packets to the target's port are dropped.", "Open the ports on the target and between (firewall.ports), and ask with check.port."),
        Row("name.localhost", Target, false, "resolved to localhost, but migration requires an FQDN", "The target's own name leads to itself (127.0.0.1 or ::1).", "Give the host its address in DNS or /etc/hosts, or a migration_address in the inventory."),
        Row("name.unknown", Between, false, "Name or service not known|Temporary failure in name resolution|Could not resolve hostname", "A name has no address here.", "Use addresses (migration_address), or mend DNS and /etc/hosts on the source."),
        Row("tls.name", Trust, false, "[Cc]ertificate does not match the hostname|Certificate .* owner does not match the hostname", "The certificate is for other names.", "Issue it with the name or address that the source uses (libvirt.tls, check.tls)."),
        Row("tls.issuer", Trust, false, "hasn't got a known issuer|certificate is not trusted|certificate issuer is unknown|failed verification against CA", "The certificate was not issued by the authority that this host trusts.", "Give all hosts the same CA certificate (libvirt.tls, check.tls)."),
        Row("tls.expired", Trust, false, "certificate .*has expired|certificate .*is not yet active", "A certificate is past its end, or the clock is wrong.", "Renew it (libvirt.tls); check.time tells of the clock."),
        Row("tls.files", Trust, false, "Unable to access credentials|Cannot read CA certificate|Cannot read certificate|Unable to locate client (?:key|certificate)|No such file .*\\.pem", "A certificate or key is not where libvirt or QEMU looks for it, or is not readable for its user.", "Put it there with the right mode (libvirt.tls, check.tls)."),
        Row("tls.channel", Trust, true, "Cannot (?:read from|write to) TLS channel|TLS handshake failed|Unable to TLS handshake", "The encrypted connection ended before its time.", "Read the other host's log: it says why it closed it."),
        Row("tls.forced", Request, false, "allows migration only with VIR_MIGRATE_TLS flag", "The target takes guests over TLS only (migrate_tls_force).", "Use a policy with encryption: tls."),
        Row("ssh.host_key", Trust, false, "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED", "Root of the source does not know the target's host key, or knows another one.", "Pin it with ssh.trust, after a look at why it changed."),
        Row("ssh.login", Trust, false, "Permission denied \\(publickey", "Root of the source may not log in to the target.", "Give it a key that the target accepts (ssh.key, ssh.trust)."),
        Row("ssh.throttled", Target, true, "kex_exchange_identification|Connection (?:closed|reset) by .* port 22|drop connection .* MaxStartups", "The target's sshd drops logins, as MaxStartups tells it to.", "Begin fewer moves at once, or raise MaxStartups."),
        Row("socket", Host, false, "Failed to connect socket to '[^']*libvirt[^']*'", "The libvirt daemon is not there.", "Start it, or its socket (libvirt.daemon, service)."),
    ];
}
