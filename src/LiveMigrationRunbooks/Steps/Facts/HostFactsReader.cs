using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>Asks a host what it is, by one constant script, and reads the answer.</summary>
public static class HostFactsReader
{
    private static readonly string s_script = ShellText.Of("Steps/Facts/facts.sh");

    /// <param name="sshConnection">The session's <c>$SSH_CONNECTION</c>; empty over a local connection.</param>
    public static Command Command(string sshConnection) => Commands.Command.Sh(s_script, sshConnection);

    /// <summary>The facts; what the host did not tell keeps the value of <see cref="HostFacts.None"/>.</summary>
    public static HostFacts Read(CommandResult result)
    {
        var told = result.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1].Trim());
        var addresses = told["address"].Select(line => line.Split(' ')).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return new HostFacts(
            One("os"), One("kernel"), Firewall(told), One("management_nic"),
            long.TryParse(One("memory_kib"), out var memory) ? memory : 0,
            int.TryParse(One("cpus"), out var cpus) ? cpus : 0,
            told["nic"].SelectMany(line => Nic(line, addresses)).ToValueMap());

        string One(string name) => told[name].FirstOrDefault() ?? "";
    }

    private static IEnumerable<KeyValuePair<string, NicFact>> Nic(string line, ILookup<string, string> addresses)
    {
        if (line.Split(' ') is [var name, var mtu, var state, var driver, var mac] && int.TryParse(mtu, out var bytes))
            yield return KeyValuePair.Create(name, new NicFact(bytes, mac["mac=".Length..], state, driver, [.. addresses[name]]));
    }

    // The same judgement as firewall.ports: rules that turn nothing away are no firewall.
    private static string Firewall(ILookup<string, string> told) =>
        told["firewall"].FirstOrDefault() ?? (Nftables.Walls(new FirewallReading(Openings.Nftables, told)).Any() ? Openings.Nftables : "none");
}
