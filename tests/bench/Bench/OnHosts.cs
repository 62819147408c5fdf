using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Bench;

/// <summary>
/// Thirty steps on sixteen hosts that are as wanted already: lmr beside a script that does the same by hand, sent to all of them at once by
/// xargs and ssh. Both use the same ssh with the same key exchange.
/// </summary>
internal sealed partial class OnHosts(Repository repository, string scratch)
{
    private const int Hosts = 16;
    private readonly string _runbook = repository.File("tests", "bench", "hosts", "tune.yml");
    private readonly string _lab = Environment.GetEnvironmentVariable("LMR_LAB") ?? "/var/lib/lmr-lab";

    public IEnumerable<string> Tables()
    {
        var real = Real();
        var inventory = Inventory(real);
        var changed = Directory.CreateDirectory(Path.Combine(scratch, "runs")).FullName;
        new Contender("the first apply", repository.Lmr, "apply", _runbook, "-i", Path.Combine(scratch, "real.yml"), "--yes") { Folder = changed }.Run();
        try
        {
            var script = new Contender("xargs -P 16 ssh HOST sh -s < script.sh", "sh", "-c",
                $"seq -f h%g {Hosts} | xargs -P {Hosts} -I@ sh -c 'ssh -F {Path.Combine(scratch, "ssh.conf")} @ sh -s <{repository.File("tests", "bench", "hosts", "script.sh")}'");
            var plan = new Contender("lmr plan", repository.Lmr, "plan", _runbook, "-i", inventory) { Folder = scratch };
            var apply = new Contender("lmr apply, nothing to change", repository.Lmr, "apply", _runbook, "-i", inventory, "--yes") { Folder = scratch };
            yield return Table.Of($"30 steps on {Hosts} hosts ({real.Count} containers of the lab)", 9, script, plan, apply).Text;
            yield return $"Most memory of lmr: plan {plan.PeakMib()} MiB, apply {apply.PeakMib()} MiB.\n";
        }
        finally
        {
            new Contender("the way back", repository.Lmr, "rollback", "last", "--runbook", _runbook, "-i", Path.Combine(scratch, "real.yml"), "--yes") { Folder = changed }.Run();
        }
    }

    // The lab's own inventory, as its scripts write it: one line a host, the group kvm before the others.
    private List<(string Name, string Address)> Real()
    {
        var text = File.ReadAllText(Path.Combine(_lab, "inventory", "hosts.yml"));
        var group = text[text.IndexOf("    kvm:", StringComparison.Ordinal)..].Split('\n').Skip(1).TakeWhile(line => !line.StartsWith("    ", StringComparison.Ordinal) || line[4] == ' ');
        return [.. HostLine().Matches(string.Join('\n', group)).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
    }

    // Sixteen names for the containers that are up: a name more is a session more, whatever it leads to.
    private string Inventory(List<(string Name, string Address)> real)
    {
        var key = Path.Combine(_lab, "id_ed25519");
        string Of(IEnumerable<(string Name, string Address)> hosts) =>
            $"all:\n  vars: {{ ansible_user: root, ansible_ssh_private_key_file: {key} }}\n  hosts:\n"
            + string.Concat(hosts.Select(host => string.Create(CultureInfo.InvariantCulture, $"    {host.Name}: {{ ansible_host: {host.Address} }}\n")));
        List<(string Name, string Address)> named = [.. Enumerable.Range(1, Hosts).Select(number => ($"h{number}", real[(number - 1) % real.Count].Address))];
        File.WriteAllText(Path.Combine(scratch, "hosts.yml"), Of(named));
        File.WriteAllText(Path.Combine(scratch, "real.yml"), Of(named.Take(real.Count)));
        var known = File.ReadAllLines(Path.Combine(_lab, "inventory", "known_hosts"));
        File.WriteAllLines(Path.Combine(scratch, "known_hosts"), named.SelectMany((host, index) => known
            .Where(line => line.StartsWith(real[index % real.Count].Name + " ", StringComparison.Ordinal)).Select(line => host.Name + line[line.IndexOf(' ')..])));
        File.WriteAllText(Path.Combine(scratch, "ssh.conf"),
            string.Concat(named.Select(host => $"Host {host.Name}\n  HostName {host.Address}\n  HostKeyAlias {host.Name}\n"))
            + $"Host *\n  User root\n  IdentityFile {key}\n  IdentitiesOnly yes\n  UserKnownHostsFile {Path.Combine(scratch, "known_hosts")}\n  BatchMode yes\n  StrictHostKeyChecking yes\n  ControlMaster no\n  LogLevel ERROR\n");
        return Path.Combine(scratch, "hosts.yml");
    }

    [GeneratedRegex(@"^ +(kvm[1-9][0-9]?): \{ ansible_host: ([0-9.]+),", RegexOptions.Multiline)]
    private static partial Regex HostLine();
}
