using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Another host of the same play, as steps that look at pairs need it.</summary>
public sealed record Peer(string Name, string? MigrationAddress)
{
    /// <summary>Where lmr connects to it, where that is another word than its name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>The arguments of the same step there, where they are others than here; kept with a change that is worked out once more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? Arguments { get; init; }

    /// <summary>What the same step's probe found there; null where it was not asked. Only for kinds that look at peers.</summary>
    [JsonIgnore]
    public Answers? Answers { get; init; }

    /// <summary>Why nothing of it is to be taken now; null where there is no reason.</summary>
    [JsonIgnore]
    public string? Trouble { get; init; }

    /// <summary>Keys that the step needs of it and that earlier steps of the plan will have written there, with the names of those steps.</summary>
    [JsonIgnore]
    public ValueMap<string> Coming { get; init; } = ValueMap<string>.Empty;
}

/// <summary>A host that the play's pattern names and that this run leaves alone.</summary>
public sealed record AbsentPeer(string Name, string Why);

/// <summary>A kind whose change depends on what the same step finds on the other hosts of the play.</summary>
public interface ILooksAtPeers
{
    /// <summary>The keys of another host by which what is taken from it comes to be there, so that the step can wait for it.</summary>
    ValueList<string> NeededOfPeers();
}

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

    /// <summary>Hosts that are none of the peers because this run leaves them alone.</summary>
    public ValueList<AbsentPeer> Absent { get; init; } = [];
}
