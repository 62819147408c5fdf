using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>How a host is reached: OpenSSH, or the machine that <c>lmr</c> runs on.</summary>
public enum ConnectionKind
{
    Ssh,
    Local,
}

/// <summary>Whether commands run as root through sudo; <c>Auto</c> does where the account is not root already.</summary>
public enum Become
{
    Auto,
    Yes,
    No,
}

/// <summary>
/// How to reach a host. <paramref name="HostName"/> is the inventory's name, <paramref name="Address"/> what is connected to. Null
/// means that ssh's own configuration decides. <paramref name="KnownHostsFile"/> stands beside the inventory file that names the host
/// first, unless ssh's arguments name another, and may not exist yet; <paramref name="KeyFile"/> is kept as written.
/// </summary>
public sealed record ConnectionSettings(
    string HostName, string Address, int? Port, string? User, string? KeyFile, ConnectionKind Kind, Become Become, string KnownHostsFile,
        string? ProxyJump)
{
    /// <summary>Reads the host's connection variables; null where one of them cannot be used, which the findings tell.</summary>
    public static ConnectionSettings? Of(Inventory inventory, InventoryHost host, Findings findings)
    {
        var own = new Findings();
        var read = new ConnectionReading(inventory.Variables(host), own);
        var (jump, knownHosts) = read.Arguments("ansible_ssh_common_args", "ansible_ssh_extra_args");
        var settings = new ConnectionSettings(
            host.Name,
            read.Address("ansible_host") ?? host.Name,
            (int?)read.Integer("ansible_port", 1, 65535),
            read.User("ansible_user"),
            read.KeyFile("ansible_ssh_private_key_file"),
            read.Kind("ansible_connection"),
            read.Become("ansible_become"),
            knownHosts ?? Path.Combine(Path.GetDirectoryName(host.Span.File.Path) ?? "", "known_hosts"),
            read.Jump("proxy_jump") ?? jump);
        foreach (var diagnostic in own.Sorted) findings.Add(diagnostic);
        return own.HasErrors ? null : settings;
    }
}
