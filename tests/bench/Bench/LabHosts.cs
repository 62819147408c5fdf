using System.Globalization;

namespace LiveMigrationRunbooks.Bench;

/// <summary>Hosts of the lab, reached as somebody at a terminal reaches them.</summary>
internal static class LabHosts
{
    private static readonly string s_lab = Environment.GetEnvironmentVariable("LMR_LAB") ?? "/var/lib/lmr-lab";

    public static string Inventory => Path.Combine(s_lab, "inventory", "hosts.yml");

    public static Contender Ssh(string host, string command) => new($"{command} on {host}", "ssh",
        "-F", "none", "-n", "-i", Path.Combine(s_lab, "id_ed25519"), "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", $"UserKnownHostsFile={Path.Combine(s_lab, "inventory", "known_hosts")}", "-o", $"HostKeyAlias={host}",
        $"root@192.0.2.{Number(host)}", command);

    public static string MigrationAddress(string host) => $"198.51.100.{Number(host)}";

    /// <summary>Ends a guest and forgets it, on these hosts; <c>tests/lab/guest --remove</c> asks every host there is.</summary>
    public static void Remove(string guest, params string[] hosts)
    {
        foreach (var host in hosts) Ssh(host, $"virsh -q undefine {guest}; virsh -q destroy {guest}; true").Run();
        File.Delete(Path.Combine(s_lab, "shared", "serial", guest + ".log"));
    }

    private static int Number(string host) => 10 + int.Parse(host["kvm".Length..], CultureInfo.InvariantCulture);
}
