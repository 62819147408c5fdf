using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>The programs that kinds of steps run on hosts, and the package that brings each, as Debian and Red Hat call it.</summary>
public static partial class HostPrograms
{
    public static IReadOnlyDictionary<string, string> Packages { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["chronyc"] = "chrony",
        ["ethtool"] = "ethtool",
        ["findmnt"] = "util-linux",
        ["firewall-cmd"] = "firewalld",
        ["ip"] = "iproute2 (iproute)",
        ["iptables"] = "iptables",
        ["iptables-save"] = "iptables",
        ["ip6tables"] = "iptables",
        ["iscsiadm"] = "open-iscsi (iscsi-initiator-utils)",
        ["modprobe"] = "kmod",
        ["networkctl"] = "systemd",
        ["nft"] = "nftables",
        ["nmcli"] = "network-manager (NetworkManager)",
        ["openssl"] = "openssl",
        ["ping"] = "iputils-ping (iputils)",
        ["ssh-keygen"] = "openssh-client (openssh)",
        ["sysctl"] = "procps (procps-ng)",
        ["systemctl"] = "systemd",
        ["tc"] = "iproute2 (iproute-tc)",
        ["ufw"] = "ufw",
        ["virsh"] = "libvirt-clients (libvirt-client)",
        ["virt-admin"] = "libvirt-clients (libvirt-client)",
    };

    /// <summary>What is said where a program that an answer needed, or that a command would run, is not on the host; one refusal for each.</summary>
    public static IEnumerable<Refusal> Missing(Answers answers, IEnumerable<Command> commands, Scene scene) => answers.Results
        .Where(answer => answer.ExitCode == 127).Select(answer => NameIn(answer.ErrorText))
        .Concat(commands.Select(command => command.Argv[0]).Where(program => scene.Facts.MissingTools.Contains(program)))
        .Where(program => program.Length > 0).Distinct(StringComparer.Ordinal)
        .Select(program => new Refusal(null, $"{scene.Host} has no {program}.", Remedy(program)))
        .Concat(answers.Results.Select(answer => Applet().Match(answer.ErrorText)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)
            .Select(program => new Refusal(null, $"{program} of {scene.Host} is BusyBox's, which does not know what is asked of it.", Remedy(program))));

    private static string Remedy(string program) => $"Install {Packages.GetValueOrDefault(program, program)} there, or leave this host out.";

    // dash: "sh: 1: nft: not found"; bash: "sh: line 1: nft: command not found"; busybox: "sh: nft: not found";
    // timeout: "failed to run command 'nft': No such file or directory", busybox's: "can't execute 'nft': No such file or directory".
    private static string NameIn(string error) => Absent().Match(error) is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : "";

    // It answers an option that it does not know with its usage.
    [GeneratedRegex(@"BusyBox v[^\n]*\n\s*Usage: ([\w.+-]+)")]
    private static partial Regex Applet();

    [GeneratedRegex(@"([\w.+-]+): (?:command )?not found|(?:run command|can't execute) ['‘]([\w.+-]+)['’]: No such file")]
    private static partial Regex Absent();
}
