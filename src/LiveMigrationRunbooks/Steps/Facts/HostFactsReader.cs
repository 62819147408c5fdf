using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>Asks a host what it is, by one constant script, and reads the answer.</summary>
public static class HostFactsReader
{
    private static readonly string s_script = ShellText.Of("Steps/Facts/facts.sh") + ShellText.Of("Steps/Facts/hypervisor-facts.sh") + FirewallReading.KernelText;

    /// <summary>How long a host may take: one that is emulated, or busy, takes long for all of its interfaces and rules.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether all of them came. Half of the facts would be another host: without the rules that come last it would have no firewall.</summary>
    /// <remarks>124 and 137 are the exit codes of <c>timeout</c>.</remarks>
    public static bool IsWhole(CommandResult result) => result is not ({ ExitCode: 124 or 137 } or { Lost: > 0 });

    /// <param name="sshConnection">The session's <c>$SSH_CONNECTION</c>; empty over a local connection.</param>
    public static Command Command(string sshConnection) => Commands.Command.Sh(s_script, [sshConnection, .. HostPrograms.Packages.Keys]);

    /// <summary>The facts; what the host did not tell keeps the value of <see cref="HostFacts.None"/>.</summary>
    public static HostFacts Read(CommandResult result)
    {
        var told = result.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1].Trim());
        var addresses = told["address"].Select(line => line.Split(' ')).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return new HostFacts(
            One("os"), One("kernel"), Firewall(told), One("management_nic"),
            long.TryParse(One("memory_kib"), out var memory) ? memory : 0,
            int.TryParse(One("cpus"), out var cpus) ? cpus : 0,
            told["nic"].SelectMany(line => Nic(line, told, addresses)).ToValueMap())
        {
            SshSession = One("ssh_session"),
            StorageNics = Carrying("storage"),
            MigrationNics = Carrying("migration"),
            Mount = told["mount"].SelectMany(Mount).ToValueMap(),
            MissingTools = [.. told["missing"]],
            Cpu = HypervisorFactsReader.Cpu(told),
            Hugepages = HypervisorFactsReader.Hugepages(told),
            Libvirt = HypervisorFactsReader.Libvirt(told),
            Qemu = HypervisorFactsReader.Qemu(told),
            Userfaultfd = One("userfaultfd"),
        };

        ValueList<string> Carrying(string what) =>
            [.. told[what].SelectMany(address => addresses.Where(nic => nic.Any(each => each.Split('/')[0] == address)).Select(nic => nic.Key)).Distinct().Order(StringComparer.Ordinal)];
        string One(string name) => told[name].FirstOrDefault() ?? "";
    }

    private static IEnumerable<KeyValuePair<string, NicFact>> Nic(string line, ILookup<string, string> told, ILookup<string, string> addresses)
    {
        if (line.Split(' ') is not [var name, var mtu, var state, var driver, var mac] || !int.TryParse(mtu, out var bytes)) yield break;
        yield return KeyValuePair.Create(name, new NicFact(bytes, mac["mac=".Length..], state, driver, [.. addresses[name]])
        {
            Kind = Of("kind").FirstOrDefault() ?? "",
            Master = Of("master").FirstOrDefault() ?? "",
            Below = [.. Of("below").Order(StringComparer.Ordinal)],
        });

        IEnumerable<string> Of(string what) => told[what].Select(each => each.Split(' ', 2)).Where(parts => parts.Length == 2 && parts[0] == name).Select(parts => parts[1]);
    }

    private static IEnumerable<KeyValuePair<string, MountFact>> Mount(string line)
    {
        if (line.Split(' ', 3) is [var mode, var free, var path] && long.TryParse(free, out var kib)) yield return KeyValuePair.Create(path, new MountFact(mode == "ro", kib));
    }

    // The same judgement as firewall.ports: rules that turn nothing away are no firewall.
    private static string Firewall(ILookup<string, string> told) => new FirewallReading(told).Keepers().ToList() switch
    {
        [] => "none",
        ["iptables-legacy", ..] => Openings.Iptables,
        var keepers => keepers[0],
    };
}
