using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Images on the target for the disks that go along with a guest: made before it leaves, with the size and format that they have at home. None is
/// ever removed, here or there; what a try that failed has left, the next one of the same guest takes again.
/// </summary>
internal sealed class MoveDisks(Func<string, IHypervisor> at)
{
    /// <returns>Why they could not be made; null where they are there, or none is needed.</returns>
    public async Task<string?> MakeAsync(GuestMove move) => move.Copies is { Count: > 0 } copies ? await at(move.Target).MakeDisksAsync(move.Uuid, copies) : null;

    /// <summary>They are the guest's now. Says where the old ones are, for somebody to remove.</summary>
    public async Task<string> KeepAsync(GuestMove move)
    {
        if (move.Copies is not { Count: > 0 } copies) return "";
        await at(move.Target).KeepDisksAsync(move.Uuid);
        return $"; {move.Source} still has {string.Join(", ", copies.Select(copy => copy.Path))}";
    }
}
