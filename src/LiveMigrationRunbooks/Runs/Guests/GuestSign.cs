using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Watching;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Asks a guest whether it serves, as its owner says. Ping and TCP go from this machine, as its users' do: on the target's own bridge an answer would
/// say nothing of switches that still send to the source. Its agent is asked through libvirt.
/// </summary>
internal sealed class GuestSign(Func<string, IHypervisor> at, TimeProvider time)
{
    // One packet may be lost.
    private const int Tries = 3;

    /// <summary>Asks once.</summary>
    /// <param name="host">The host that has it.</param>
    public Task<bool> IsThereAsync(GuestMove move, string host) => move.Ready switch
    {
        { By: ReadySign.Ping, Address: { } address } => Outsiders.PingsAsync(address),
        { By: ReadySign.Tcp, Address: { } address, Port: { } port } => Outsiders.ConnectsAsync(address, port, time),
        { By: ReadySign.Agent } => at(host).AgentAnswersAsync(move.Uuid),
        _ => Task.FromResult(false),
    };

    /// <summary>Whether it serves before it leaves: of one that does not, or that nobody reaches from here, nothing can be concluded afterwards. Null where nobody asks.</summary>
    public async Task<bool?> IsThereBeforeAsync(GuestMove move)
    {
        if (move.Ready is null) return null;
        for (var tries = 0; tries < Tries; tries++)
            if (await IsThereAsync(move, move.Source)) return true;
        return false;
    }
}
