using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// One thing that a run does, expanded by the planner so far that the loop only carries out. The family is closed: whatever a runbook can
/// say becomes a list of these.
/// </summary>
/// <param name="Id">Unique in its plan, and the same whenever the same plan is made.</param>
/// <param name="Play">Number of the play, from 0.</param>
/// <param name="Stage">Number of the stage in its play, from 0.</param>
/// <param name="Host">The host it is done on; for a move, the host the guest leaves.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "deed")]
[JsonDerivedType(typeof(ChangeDeed), "change")]
[JsonDerivedType(typeof(OperationDeed), "operation")]
[JsonDerivedType(typeof(LeaveDeed), "leave")]
[JsonDerivedType(typeof(CheckDeed), "check")]
[JsonDerivedType(typeof(MoveDeed), "move")]
[JsonDerivedType(typeof(SettleDeed), "settle")]
[JsonDerivedType(typeof(UndefineDeed), "undefine")]
[JsonDerivedType(typeof(StopDeed), "stop")]
[JsonDerivedType(typeof(HookDeed), "hook")]
[JsonDerivedType(typeof(ReadyDeed), "ready")]
public abstract record Deed(string Id, int Play, int Stage, string Host)
{
    /// <summary>The hosts that it touches: where a guest moves, both.</summary>
    public virtual IEnumerable<string> Touches() => [Host];

    /// <summary>The guest that it concerns, by UUID; null where it concerns none.</summary>
    [JsonIgnore]
    public virtual string? Guest => null;

    /// <summary>The move that a deed is a part of; null for what is none.</summary>
    public static GuestMove? MoveOf(Deed deed) => deed switch
    {
        MoveDeed each => each.Move,
        SettleDeed each => each.Move,
        UndefineDeed each => each.Move,
        HookDeed each => each.Move,
        ReadyDeed each => each.Move,
        _ => null,
    };
}

/// <summary>The step behind a deed, as plan and journal keep it: enough to read the host again and to judge what is read.</summary>
public sealed record StepReference(string Name, string Kind, JsonNode Arguments)
{
    public static StepReference Of(string name, Step step) => new(name, StepCatalogue.KindOf(step).Name, StepCatalogue.ToJson(step));
}

/// <summary>Brings a setting to what is wanted, or back to what it was.</summary>
public sealed record ChangeDeed(string Id, int Play, int Stage, string Host, StepReference Step, PlannedChange Change, ValueList<string> Notifies)
    : Deed(Id, Play, Stage, Host)
{
    /// <summary>The change whose before-images it puts back; null for one that goes forward.</summary>
    public JobPlace? Restores { get; init; }

    /// <summary>
    /// The hosts it takes something from that earlier deeds make there: the change is worked out once more when all of those are done. Null for
    /// one that is known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<Peer>? Peers { get; init; }
}

/// <summary>A change that is left as it is, because somebody else has changed the same since: a human decides.</summary>
public sealed record LeaveDeed(string Id, int Play, int Stage, string Host, StepReference Step, string Why) : Deed(Id, Play, Stage, Host);

/// <summary>Runs an operation that changes called for.</summary>
public sealed record OperationDeed(string Id, int Play, int Stage, string Host, StepReference Step, PlannedOperation Operation, ValueList<string> CalledBy)
    : Deed(Id, Play, Stage, Host);

/// <summary>Asks a host a question after its stage; a stage that does not pass its gate ends the play.</summary>
public sealed record CheckDeed(string Id, int Play, int Stage, string Host, StepReference Step, ValueList<Peer> Peers) : Deed(Id, Play, Stage, Host);

/// <summary>Moves a running guest. Its end is what both hosts say, never an exit code. The move holds the exact command.</summary>
/// <param name="UnderWay">An earlier run started it and it is still going: it is watched, not started again.</param>
public sealed record MoveDeed(string Id, int Play, int Stage, string Host, GuestMove Move, bool UnderWay) : Deed(Id, Play, Stage, Host)
{
    /// <summary>Of one that is under way, the batch of this run whose job it is; null where another run began it, or none did.</summary>
    [JsonIgnore]
    public int? Batch { get; init; }

    public override IEnumerable<string> Touches() => [Host, Move.Target];

    [JsonIgnore]
    public override string? Guest => Move.Uuid;
}

/// <summary>Makes a moved guest at home on its target: defined there, and started at boot where it was before.</summary>
public sealed record SettleDeed(string Id, int Play, int Stage, string Host, GuestMove Move) : Deed(Id, Play, Stage, Host)
{
    public override IEnumerable<string> Touches() => [Host, Move.Target];

    [JsonIgnore]
    public override string? Guest => Move.Uuid;
}

/// <summary>Removes the definition left behind on the host a guest has left, once both hosts say that it runs on the target.</summary>
public sealed record UndefineDeed(string Id, int Play, int Stage, string Host, GuestMove Move) : Deed(Id, Play, Stage, Host)
{
    public override IEnumerable<string> Touches() => [Host, Move.Target];

    [JsonIgnore]
    public override string? Guest => Move.Uuid;
}

/// <summary>Takes a guest down where it is, because no target can take it. Its end is what its host says, never an exit code.</summary>
public sealed record StopDeed(string Id, int Play, int Stage, string Host, GuestStop Stop) : Deed(Id, Play, Stage, Host)
{
    [JsonIgnore]
    public override string? Guest => Stop.Uuid;
}

/// <summary>Runs a program of this machine, told about a guest, before the guest leaves or after that.</summary>
public sealed record HookDeed(string Id, int Play, int Stage, string Host, GuestMove Move, HookTime When) : Deed(Id, Play, Stage, Host)
{
    public override IEnumerable<string> Touches() => [Host, Move.Target];

    [JsonIgnore]
    public override string? Guest => Move.Uuid;
}

/// <summary>Asks a guest that has moved whether it serves again. One that does not is told, and left where it is.</summary>
public sealed record ReadyDeed(string Id, int Play, int Stage, string Host, GuestMove Move) : Deed(Id, Play, Stage, Host)
{
    public override IEnumerable<string> Touches() => [Host, Move.Target];

    [JsonIgnore]
    public override string? Guest => Move.Uuid;
}
