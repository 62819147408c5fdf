using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Turns what ssh, sudo and the shell said into a problem that names host, cause and remedy.</summary>
public static class HostProblems
{
    /// <summary>Texts of OpenSSH's client, sudo and shells, with what each means; the first that occurs decides.</summary>
    private static readonly (string Text, Func<string, string, HostProblem> Problem)[] Known =
    [
        ("has changed and you have requested strict checking", (host, line) => Changed(host, Between(line, "Host key for ", " has changed"))),
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", (host, _) => Changed(host, host)),
        ("host key is known for", (host, line) => NotTrusted(host, Between(line, "known for ", " and you"))),
        ("Host key verification failed", (host, _) => NotTrusted(host, host)),
        ("failed to execute ssh", (host, _) => new("ssh.missing",
            $"{host} cannot be reached: this machine has no ssh client.", "Install openssh-client on this machine.")),
        ("a password is required", (host, _) => new("sudo.password",
            $"sudo on {host} asks for a password.",
            $"Give the login a NOPASSWD rule in sudoers on {host}, or log in as root (ansible_user: root).")),
        ("a terminal is required", (host, _) => new("sudo.password",
            $"sudo on {host} asks for a password.",
            $"Give the login a NOPASSWD rule in sudoers on {host}, or log in as root (ansible_user: root).")),
        ("you must have a tty", (host, _) => new("sudo.refused",
            $"sudo on {host} wants a terminal (requiretty).", $"Exempt the login in sudoers on {host}: Defaults:LOGIN !requiretty")),
        ("is not in the sudoers file", (host, line) => Sudo(host, line)),
        ("may not run sudo", (host, line) => Sudo(host, line)),
        ("is not allowed to execute", (host, line) => Sudo(host, line)),
        ("sudo: not found", (host, _) => new("sudo.refused",
            $"{host} has no sudo, and the login is not root.", $"Install sudo on {host}, or log in as root (ansible_user: root).")),
        ("sudo: command not found", (host, _) => new("sudo.refused",
            $"{host} has no sudo, and the login is not root.", $"Install sudo on {host}, or log in as root (ansible_user: root).")),
        ("Permission denied (", (host, line) => new("auth.refused",
            $"{host} refused the login: {line}", $"Check user and key of {host} (ansible_user, ansible_ssh_private_key_file), or load the key into the agent.")),
        ("Too many authentication failures", (host, _) => new("auth.refused",
            $"{host} refused the login: too many keys were offered.", $"Name the key of {host}: ansible_ssh_private_key_file.")),
        ("Could not resolve hostname", (host, line) => Unreachable(host, line)),
        ("No route to host", (host, line) => Unreachable(host, line)),
        ("Network is unreachable", (host, line) => Unreachable(host, line)),
        ("Connection refused", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("Connection timed out", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("Operation timed out", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("timed out during banner exchange", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("not responding", (host, _) => new("host.timeout", $"{host} stopped answering.", Look(host))),
        ("kex_exchange_identification", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("Connection closed by", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("Connection reset by", (host, line) => Unreachable(host, line) with { MayPass = true }),
        ("Bad configuration option", (host, line) => new("ssh.config", $"ssh does not take its configuration for {host}: {line}",
            "Update OpenSSH on this machine (8.7 or newer), or mend ~/.ssh/config.")),
        ("currently not available", (host, _) => NoShell(host, "the account has no login shell")),
        ("not found", (host, line) => NoShell(host, line)),
    ];

    /// <summary>
    /// Explains a process that ended before it answered. Codes alone say little: ssh's 255 may also be the command's own.
    /// <paramref name="opening"/> is false once the host had greeted: then it was there and is lost.
    /// </summary>
    public static HostProblem Explain(string host, int? exitCode, string error, bool opening)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Brief.Of(line, Brief.Sentence)).ToArray();
        foreach (var (text, problem) in Known)
        {
            if (Array.Find(lines, line => line.Contains(text, StringComparison.Ordinal)) is not { } line) continue;
            var known = problem(host, line);
            return opening ? known : Lost(host, line);
        }

        var last = lines.LastOrDefault() ?? (exitCode is null ? "it closed its output" : $"exit code {exitCode}");
        if (!opening) return Lost(host, last);
        return exitCode == 255 ? Unreachable(host, last) : NoShell(host, last);
    }

    public static HostProblem Timeout(string host, TimeSpan patience, bool opening) => opening
        ? new("host.timeout", $"{host} did not greet within {patience.TotalSeconds:0} s of connecting.", $"A slow name service under sshd or sudo is the usual cause. {Look(host)}")
        : new("host.timeout", $"{host} did not answer within {patience.TotalSeconds:0} s.", Look(host));

    public static HostProblem CutShort(string host, string item, int code) =>
        new("host.lost", $"On {host} the script ended before {item} (exit code {code}).", $"Look for a full /run or the kernel's out-of-memory killer on {host}.");

    public static HostProblem Babbles(string host, long bytes) =>
        new("host.babbles", $"{host} sent {bytes >> 20} MiB that answer nothing.", $"Look at what the login shell on {host} prints, and at who answers there.");

    public static HostProblem NoRoom(string host, string text) =>
        new("shell.unusable", $"On {host} {text}.", $"Free space on {host}: /run, /dev/shm or /tmp.");

    public static HostProblem Closed(string host) =>
        new("host.lost", $"The session on {host} was closed.", "Start the run again with: lmr resume RUN");

    public static HostProblem BadTarget(string host, string fault) =>
        new("host.settings", $"{host} cannot be reached as written: {fault}.", "Mend the inventory.");

    /// <summary>The key may be that of a jump host on the way; then ssh names it, and so do we.</summary>
    private static HostProblem NotTrusted(string host, string whose) => new("hostkey.unknown",
        $"No host key of {whose} is trusted{OnTheWay(host, whose)}.", $"Compare its fingerprint and trust it: lmr trust {whose} -i INVENTORY");

    private static HostProblem Changed(string host, string whose) => new("hostkey.changed",
        $"{whose} shows another host key than the one that is trusted{OnTheWay(host, whose)}.",
        $"Find out why before you go on (rebuilt host, wrong address, or an attack); then: lmr trust {whose} -i INVENTORY --replace");

    private static string OnTheWay(string host, string whose) => whose == host ? "" : $", on the way to {host}";

    private static string Between(string line, string before, string after)
    {
        var start = line.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = line.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? line[start..] : line[start..end];
    }

    private static HostProblem Lost(string host, string line) =>
        new("host.lost", $"The connection to {host} broke: {line}.", $"{Look(host)} What was started there goes on by itself.");

    private static HostProblem Unreachable(string host, string line) =>
        new("host.unreachable", $"{host} cannot be reached: {line}", Look(host));

    private static HostProblem NoShell(string host, string line) =>
        new("shell.unusable", $"{host} gives no POSIX shell: {line}", $"Try: ssh {host} /bin/sh -c true");

    private static HostProblem Sudo(string host, string line) =>
        new("sudo.refused", $"sudo on {host} refuses: {line}", $"Give the login a NOPASSWD rule in sudoers on {host}, or log in as root.");

    private static string Look(string host) => $"Check that {host} is up, its address and its network.";
}
