using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>What a plan says about one step on one host.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineState>))]
public enum LineState
{
    /// <summary>As wanted.</summary>
    Same,

    /// <summary>The host has more than <c>at_least</c> asks for, and is left alone.</summary>
    Better,

    Change,

    /// <summary>An operation that a change calls for.</summary>
    Runs,

    /// <summary>A check, asked after the stage.</summary>
    Asked,

    /// <summary>Refused, and the step says that this host does without it.</summary>
    Left,

    /// <summary>Refused: nothing is done on this host.</summary>
    Refused,

    /// <summary>Nobody can tell before something else is known, which the text names.</summary>
    Unknown,

    /// <summary>Its condition is false on this host.</summary>
    Excluded,

    /// <summary>Somebody else changed it since the run that is taken back; it is left as it is.</summary>
    Foreign,
}

/// <summary>One step on one host, for the reader of a plan.</summary>
public sealed record PlanLine(
    int Play, int Stage, string Host, string Step, string Kind, LineState State, string Text, ValueList<Difference> Differences, ValueList<Refusal> Reasons)
{
    /// <summary>Whether the change under review brings it; null where the plan was not compared with a base, and for what stays as it is.</summary>
    public ReviewMark? Mark { get; init; }
}
