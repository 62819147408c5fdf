using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// Opens a session again, after a growing pause, where the way to the host failed for a reason that may pass: a connection that is refused,
/// reset or times out. A host key or a login that is wrong stays wrong, and a slow greeting has been waited for already.
/// </summary>
/// <param name="tell">Host and sentence for every attempt that is made again.</param>
public sealed class PatientConnector(IConnector connector, Action<string, string> tell, TimeProvider time) : IConnector
{
    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    public async Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var opening = await connector.OpenAsync(target, cancellationToken);
            if (attempt == s_pauses.Length || opening is not NotOpened { Problem: { MayPass: true } problem }) return opening;
            tell(target.Alias, $"{problem.What} Trying again in {Quantity.Text(s_pauses[attempt])}.");
            await Task.Delay(s_pauses[attempt], time, cancellationToken);
        }
    }
}
