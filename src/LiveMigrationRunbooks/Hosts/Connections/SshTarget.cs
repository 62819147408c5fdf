namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Whether commands run as root: <c>Auto</c> through sudo unless the login is root already, <c>Yes</c> always through sudo.</summary>
public enum Become
{
    Auto,
    Yes,
    No,
}

/// <summary>
/// How to reach a host. <paramref name="Alias"/> is its inventory name, under which its key is pinned in <paramref name="KnownHostsFile"/>.
/// Where user, key file or jump host are null, the user's own ssh configuration decides.
/// </summary>
public sealed record SshTarget(
    string Alias,
    string Address,
    int Port,
    string? User,
    string? KeyFile,
    string KnownHostsFile,
    string? ProxyJump = null,
    Become Become = Become.Auto);
