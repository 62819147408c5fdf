using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;

namespace LiveMigrationRunbooks.Runs.Sessions;

/// <summary>
/// After a change of the path: goes on with a new session, which takes over the lock of the one that was there. That one was made on the path as
/// it was: where packets have become smaller it still answers what is short, and hangs with the first that is long. Where no new one comes about
/// it is kept. On the host one that hears nothing for a while ends by itself, and gives the lock back.
/// </summary>
internal sealed class SessionKeeper(HostSessions sessions, string host, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_inherit = TimeSpan.FromSeconds(120);

    public async Task KeepAsync()
    {
        using var late = new CancellationTokenSource(s_inherit, time);
        try
        {
            if (await sessions.FreshAsync(host, late.Token) is not { } fresh) return;
            await sessions.ReplaceAsync(host, fresh);
            while (await sessions.SendAsync(host, Request.Of(new RequestItem("lock", HostClaim.TakeLock, s_patience)), late.Token) is { } results && !results["lock"].Succeeded)
                await Task.Delay(TimeSpan.FromSeconds(1), time, late.Token);
        }
        catch (OperationCanceledException)
        {
            // Without the lock the claim still keeps others away.
        }
    }
}
