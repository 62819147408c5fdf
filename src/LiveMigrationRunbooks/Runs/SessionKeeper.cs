using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// After a change of the path: goes on with the session that was there, or with a new one that takes over its lock. The old one may hang in a
/// path that is no more; on the host it ends by itself when it hears nothing for a while, and gives the lock back.
/// </summary>
internal sealed class SessionKeeper(HostSessions sessions, string host, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_inherit = TimeSpan.FromSeconds(120);

    public async Task KeepAsync()
    {
        if (await LivesAsync()) return;
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

    private async Task<bool> LivesAsync()
    {
        if (sessions.Trouble(host) is not null) return false;
        using var late = new CancellationTokenSource(s_patience, time);
        try
        {
            return await sessions.SendAsync(host, Request.Of(new RequestItem("lives", Command.Of("true"), s_patience)), late.Token) is not null;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
