using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Another host of the same play, as steps that look at pairs need it.</summary>
public sealed record Peer(string Name, string? MigrationAddress);

/// <summary>What a step may know besides its own arguments and readings, as plain values.</summary>
/// <param name="Host">Inventory name of the host.</param>
/// <param name="Facts">What the host told of itself.</param>
/// <param name="Self">This host as its peers see it.</param>
/// <param name="Peers">The other hosts of the play, in inventory order.</param>
public sealed record Scene(string Host, HostFacts Facts, Peer Self, ValueList<Peer> Peers)
{
    /// <summary>
    /// Keys that earlier steps of the same plan will have written on this host: a file may go into a directory that is not there yet.
    /// </summary>
    public ValueList<string> Coming { get; init; } = [];

    /// <summary>Whom the step was given leave to disturb.</summary>
    public ValueList<Disturbed> MayDisturb { get; init; } = [];

    /// <summary>The seconds in which the runbook wants the step's change to be confirmed; null where it says nothing of it.</summary>
    public int? ConfirmWithin { get; init; }

    /// <summary>When the runbook's window closes; null where it has none, or no end within sight.</summary>
    public DateTimeOffset? WindowEnd { get; init; }

    /// <summary>Whether the play moves all guests away before the host's steps are done.</summary>
    public bool Emptied { get; init; }
}
