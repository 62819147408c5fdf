using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Images on the target for the disks that go along with a guest: made before it leaves, with the size and format that they have at home. None is
/// ever removed, here or there; what a try that failed has left, the next one of the same guest takes again.
/// </summary>
internal sealed class MoveDisks(HostSessions sessions, Claims claims)
{
    private const string Disks = "disks";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    /// <returns>Why they could not be made; null where they are there, or none is needed.</returns>
    public async Task<string?> MakeAsync(GuestMove move)
    {
        if (move.Copies is not { Count: > 0 } copies) return null;
        var request = Request.Of(claims.Fence(move.Target), new RequestItem(Disks, HypervisorScripts.MakeDisks(move.Uuid, copies), s_patience) { Required = true });
        if (await sessions.SendAsync(move.Target, request, CancellationToken.None) is not { } results) return sessions.Trouble(move.Target)?.What ?? "lost";
        return request.Items.Select(item => results[item.Id]).FirstOrDefault(result => !result.Succeeded)?.Complaint;
    }

    /// <summary>They are the guest's now. Says where the old ones are, for somebody to remove.</summary>
    public async Task<string> KeepAsync(GuestMove move)
    {
        if (move.Copies is not { Count: > 0 } copies) return "";
        await sessions.SendAsync(move.Target, Request.Of(claims.Fence(move.Target), new RequestItem(Disks, HypervisorScripts.KeepDisks(move.Uuid), s_patience)), CancellationToken.None);
        return $"; {move.Source} still has {string.Join(", ", copies.Select(copy => copy.Path))}";
    }
}
