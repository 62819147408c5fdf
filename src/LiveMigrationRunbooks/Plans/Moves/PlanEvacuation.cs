using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>A move that an earlier run began: where the guest is, as both hosts say.</summary>
public sealed record PlanFinish(string Guest, string Source, string Target, string Run, string Where);

/// <summary>Guests that leave before the next wave does, in their order.</summary>
public sealed record PlanWave(string Name, ValueList<string> Guests, double SoakSeconds, MigrationPolicy Policy);

/// <summary>
/// Who leaves the hosts of a play, for the reader of the plan. With anything in <paramref name="Refused"/> or <paramref name="Problems"/>
/// nothing is begun: an evacuation is whole, or it is refused.
/// </summary>
public sealed record PlanEvacuation(
    ValueList<string> Targets,
    ValueList<GuestMove> Moves,
    ValueList<PlanFinish> Finish,
    ValueList<GuestRefusal> Refused,
    ValueList<GuestStay> Stays,
    ValueList<string> Problems)
{
    /// <summary>Guests that are taken down where they are.</summary>
    public ValueList<GuestStop> Stops { get; init; } = [];

    /// <summary>The waves that are written, in order; empty where none are.</summary>
    public ValueList<PlanWave> Waves { get; init; } = [];

    /// <summary>The only guests that are asked to leave, as they are written; null where all are.</summary>
    public ValueList<string>? Only { get; init; }

    /// <summary>How guests move that are in no written wave.</summary>
    public MigrationPolicy? Policy { get; init; }

    /// <summary>What a reviewer should know: a guest that two waves name, a wave without guests.</summary>
    public ValueList<string> Notes { get; init; } = [];

    public NewGuests NewGuests { get; init; }

    /// <summary>The limits that are written, in words; null where none are.</summary>
    public string? Limits { get; init; }

    /// <summary>How many guests are on their way at the same time.</summary>
    public MoveCaps Caps { get; init; } = new();

    /// <summary>Migration ports of the targets that have other than the usual number.</summary>
    public ValueMap<int> Ports { get; init; } = ValueMap<int>.Empty;

    /// <summary>How many guests may fail to leave before no more are begun; null where the hosts' own budget says it between waves.</summary>
    public int? MaxFailed { get; init; }

    /// <summary>What is run around the move of each guest; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GuestHooks? Hooks { get; init; }

    /// <summary>When guests leave, stage by stage; empty in plans of an earlier version, and where a forecast is missing.</summary>
    public ValueList<Timeline> Timelines { get; init; } = [];

    /// <summary>Who may leave beside whom.</summary>
    [JsonIgnore]
    public SlidingWindow Window => new(Caps, Ports);

    /// <summary>How a guest would move that the catalogue does not know.</summary>
    public MigrationPolicy Usual(GuestMove move) => Waves.FirstOrDefault(wave => wave.Name == move.Wave)?.Policy ?? Policy ?? MigrationPolicy.Balanced;

    [JsonIgnore]
    public bool IsBlocked => Refused.Count > 0 || Problems.Count > 0;
}
