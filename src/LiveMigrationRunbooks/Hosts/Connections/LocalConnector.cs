namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Runs the same scripts on this machine, without ssh.</summary>
public sealed class LocalConnector(SessionTerms? terms = null, TimeProvider? time = null) : IConnector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        var process = ShellProcess.Start(["/bin/sh", "-c", Prelude.Bootstrap(target.Become)]);
        return await ShellConnection.OpenAsync(
            target.Alias, process, terms ?? SessionTerms.Default, Patience, time ?? TimeProvider.System, cancellationToken);
    }
}
