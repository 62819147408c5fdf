using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>
/// For kinds that write files or start services: whether what a firewall would load then lets <c>lmr</c> in again. The host is asked what would
/// be in force, without anything being in force; the login is followed through those rules here.
/// </summary>
public static class FirewallGuard
{
    private static readonly string s_candidate = ShellText.Of("Steps/Firewall/firewall-candidate.sh");

    /// <summary>The question about a file that shall have this content; none where no firewall loads the file, or the content is not at hand.</summary>
    public static ValueList<Command> Probe(string path, FileContent? content) =>
        content is { IsAtHand: true, IsSecret: false } && KeepersOf(path) is { Length: > 0 } keepers ? [content.Onto(Command.Sh(s_candidate, keepers, path))] : [];

    /// <summary>The question about a service that shall be started, restarted or loaded at boot; none where it is no firewall.</summary>
    public static ValueList<Command> Probe(string unit) => KeepersOfUnit(unit) is { Length: > 0 } keepers ? [Command.Sh(s_candidate, keepers, "")] : [];

    /// <summary>A refusal where that file would turn the next login away for certain. The answer to the question is the last of the step's.</summary>
    /// <param name="argument">The argument of the step that it is about, or none.</param>
    public static IEnumerable<Refusal> Refuse(string path, FileContent? content, Answers answers, string? argument, Scene scene) =>
        Probe(path, content).Count == 0 ? [] : Judge(answers.Results[^1], argument, $"{path} with this content", scene);

    /// <summary>The same for a service. Files that an earlier step of the plan writes have been judged there, with what they will hold.</summary>
    public static IEnumerable<Refusal> Refuse(string unit, Answers answers, string? argument, Scene scene) =>
        Probe(unit).Count == 0 || HostFiles.In(scene.Coming).Any(path => KeepersOf(path) is { Length: > 0 } keeper && KeepersOfUnit(unit).Split(' ').Contains(keeper)) ? [] : Judge(answers.Results[^1], argument, $"Starting {unit} with its files as they are", scene);

    private static IEnumerable<Refusal> Judge(CommandResult answer, string? argument, string what, Scene scene)
    {
        if (!answer.Succeeded) return [];
        var reading = FirewallReading.Of(answer);
        if (reading.Lines["fails"].FirstOrDefault(line => line.Contains("syntax error", StringComparison.Ordinal)) is { } error)
            return [new Refusal(argument, $"{what} would not be loaded, and the next boot would have no firewall: {error.Trim()}.", "Correct the file; nft -c -f FILE tells more.")];
        return SshLockout.Refuse(reading.Kernel, argument, what, scene).Concat(ZoneLockout.Refuse(reading, argument, what, scene)).Take(1);
    }

    private static string KeepersOf(string path) => path switch
    {
        "/etc/nftables.conf" or "/etc/sysconfig/nftables.conf" => Openings.Nftables,
        "/etc/iptables/rules.v4" or "/etc/sysconfig/iptables" => "iptables",
        "/etc/iptables/rules.v6" or "/etc/sysconfig/ip6tables" => "ip6tables",
        "/etc/default/ufw" => Openings.Ufw,
        "/etc/firewalld/firewalld.conf" => Openings.Firewalld,
        _ when Below(path, "/etc/nftables.d/") || Below(path, "/etc/nftables/") => Openings.Nftables,
        _ when Below(path, "/etc/ufw/") && path.EndsWith(".rules", StringComparison.Ordinal) => Openings.Ufw,
        _ when Below(path, "/etc/firewalld/zones/") && path.EndsWith(".xml", StringComparison.Ordinal) => Openings.Firewalld,
        _ => "",
    };

    private static string KeepersOfUnit(string unit) => (unit.EndsWith(".service", StringComparison.Ordinal) ? unit[..^8] : unit) switch
    {
        "nftables" => Openings.Nftables,
        "netfilter-persistent" => "iptables ip6tables",
        "iptables" => "iptables",
        "ip6tables" => "ip6tables",
        "ufw" => Openings.Ufw,
        "firewalld" => Openings.Firewalld,
        _ => "",
    };

    private static bool Below(string path, string folder) => path.StartsWith(folder, StringComparison.Ordinal);
}
