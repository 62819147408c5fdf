using System.Text;

namespace LiveMigrationRunbooks.Bench;

/// <summary>A made-up fleet, the same each time: an inventory as YAML and as INI, a long runbook over all of it, and one with a single step.</summary>
/// <param name="Lines">Lines of the long runbook.</param>
internal sealed record Fleet(string Yaml, string Ini, string Runbook, string Single, int Lines)
{
    private const int HostsOfAGroup = 20;

    public static Fleet Write(string folder, int hosts, int lines)
    {
        string Put(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        var runbook = RunbookOf(lines);
        return new Fleet(
            Put("hosts.yml", YamlOf(hosts)), Put("hosts.ini", IniOf(hosts)), Put("runbook.yml", runbook),
            Put("single.yml", "plays:\n  - hosts: kvm00000\n    steps:\n      - nic.mtu: { device: \"{{ nic }}\", mtu: 9000 }\n"), runbook.Count(letter => letter == '\n'));
    }

    private static string Host(int number) => $"kvm{number:00000}";

    private static string Address(int number) => $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}";

    private static string YamlOf(int hosts)
    {
        var text = new StringBuilder("all:\n  vars: { nic: eth1, migration_net: 10.99.0.0/16 }\n  children:\n");
        for (var number = 0; number < hosts; number++)
        {
            if (number % HostsOfAGroup == 0) text.Append($"    rack_{number / HostsOfAGroup:000}:\n      vars: {{ rack: {number / HostsOfAGroup}, mtu: 9000 }}\n      hosts:\n");
            text.Append($"        {Host(number)}: {{ ansible_host: {Address(number)}, slot: {number % HostsOfAGroup} }}\n");
        }
        return text.ToString();
    }

    private static string IniOf(int hosts)
    {
        var text = new StringBuilder();
        for (var number = 0; number < hosts; number++)
        {
            if (number % HostsOfAGroup == 0) text.Append($"\n[rack_{number / HostsOfAGroup:000}:vars]\nrack={number / HostsOfAGroup}\nmtu=9000\n\n[rack_{number / HostsOfAGroup:000}]\n");
            text.Append($"{Host(number)} ansible_host={Address(number)} slot={number % HostsOfAGroup}\n");
        }
        return text.Append("\n[all:vars]\nnic=eth1\nmigration_net=10.99.0.0/16\n").ToString();
    }

    // As people write long runbooks: plays of some hundred steps, most the same on every host, some with a condition or a host's own value.
    private static string RunbookOf(int lines)
    {
        var text = new StringBuilder("name: A long runbook\nplays:\n");
        var written = 2;
        for (var play = 0; written < lines; play++)
        {
            text.Append($"  - name: Play {play}\n    hosts: all\n    rollout: {{ stages: [1, 10%] }}\n    steps:\n");
            written += 4;
            for (var step = 0; step < 100 && written < lines; step++, written += 3)
                text.Append($"      - name: Step {step}\n").Append((step % 5) switch
                {
                    0 => $"        file: {{ path: /etc/lmr-bench/{play}-{step}, content: \"slot {{{{ slot }}}}\\n\" }}\n        tags: [files]\n",
                    1 => $"        sysctl: {{ at_least: {{ net.bench{play}.key{step}: 16777216 }} }}\n        on_refusal: leave\n",
                    2 => $"        directory: {{ path: /etc/lmr-bench.d/{play}-{step}, mode: \"0755\" }}\n        when: rack < 400\n",
                    3 => $"        nic.mtu: {{ device: \"{{{{ nic }}}}.{play}{step:00}\", mtu: \"{{{{ mtu }}}}\" }}\n        when: facts.firewall != \"none\"\n",
                    _ => $"        file: {{ path: /etc/lmr-bench/{play}-{step}, content: same everywhere, mode: \"0600\" }}\n        on_refusal: leave\n",
                });
        }
        return text.ToString();
    }
}
