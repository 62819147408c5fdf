using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>Whether a plan would do something only because of the change under review.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewMark>))]
public enum ReviewMark
{
    /// <summary>Runbook and inventory of the base would not do it.</summary>
    FromThisChange,

    /// <summary>They would do the same: the hosts have moved, or an earlier change was never applied.</summary>
    AlreadyPending,
}

/// <summary>What a plan was compared with: the plan of another revision of the repository, made of the same hosts at the same time.</summary>
/// <param name="Reference">As it was named.</param>
/// <param name="Commit">Null where it could not be read.</param>
/// <param name="Note">Why nothing could be compared; null where it could.</param>
public sealed record PlanBase(string Reference, string? Commit, string? Note)
{
    /// <summary>Ids of the deeds that the base would do too.</summary>
    public ValueList<string> Pending { get; init; } = [];

    /// <summary>What the base would do and this plan does not, as sentences.</summary>
    public ValueList<string> Dropped { get; init; } = [];

    public ReviewMark MarkOf(Deed deed) => Pending.Contains(deed.Id) ? ReviewMark.AlreadyPending : ReviewMark.FromThisChange;
}
