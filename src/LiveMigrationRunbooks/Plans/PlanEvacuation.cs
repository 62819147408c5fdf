using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;

namespace LiveMigrationRunbooks.Plans;

/// <summary>A move that an earlier run began: where the guest is, as both hosts say.</summary>
public sealed record PlanFinish(string Guest, string Source, string Target, string Run, string Where);

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
    [JsonIgnore]
    public bool IsBlocked => Refused.Count > 0 || Problems.Count > 0;
}
