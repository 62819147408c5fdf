namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Opens sessions on hosts: by OpenSSH or on this machine.</summary>
public interface IConnector
{
    Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken);
}
