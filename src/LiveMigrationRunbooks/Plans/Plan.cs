using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Plans;

/// <summary>A host of a plan.</summary>
/// <param name="Trouble">Why it could not be read; null where it was.</param>
public sealed record PlanHost(string Name, HostTrouble? Trouble)
{
    /// <summary>What earlier runs were to run here and did not, and what no handler of this runbook runs; each as a sentence.</summary>
    public ValueList<string>? Owed { get; init; }
}

/// <summary>A host that is left alone: why, and until which day (null: until somebody says otherwise).</summary>
public sealed record PlanParked(string Name, string Reason, DateOnly? Until);

/// <summary>A play of a plan: its stages, and how many hosts may fail in it.</summary>
/// <param name="LeftOut">How many of its steps tags leave out.</param>
public sealed record PlanPlay(string Name, ValueList<ValueList<string>> Stages, int MaxFailed, double SoakSeconds, bool RollsBack, PlanEvacuation? Evacuation, int LeftOut = 0)
{
    /// <summary>Plays that must have ended well before this one is begun.</summary>
    public ValueList<string> Requires { get; init; } = [];

    public OverBudget OverBudget { get; init; }

    /// <summary>How many hosts of each stage may fail; null where only the whole play is counted.</summary>
    public ValueList<int>? StageMaxFailed { get; init; }

    /// <summary>Why it is not begun at all, known from what was read; null where it is.</summary>
    public string? NotBegun { get; init; }

    /// <summary>Whether no more hosts have failed than may, in all and in each stage.</summary>
    public bool IsWithinBudget(Func<string, bool> failed) => Stages.SelectMany(stage => stage).Count(failed) <= MaxFailed
        && (StageMaxFailed is not { } each || Stages.Zip(each).All(stage => stage.First.Count(failed) <= stage.Second));

    /// <summary>The budget in words.</summary>
    public string BudgetTold() => StageMaxFailed is { } each
        ? $"{MaxFailed} failed hosts, {string.Join(", ", each.Distinct())} in a stage" : $"{MaxFailed} failed hosts";
}

/// <summary>
/// What a run will do, and why everything else stays: a flat list of deeds in the order of the run, and one line for each step on each host.
/// </summary>
public sealed record Plan(
    int Format, string Runbook, string Name, ValueList<PlanHost> Hosts, ValueList<PlanPlay> Plays, ValueList<PlanLine> Lines, ValueList<Deed> Deeds,
    ValueList<PlanParked>? Parked = null)
{
    public const int CurrentFormat = 1;

    /// <summary>Whether it may be applied at the time it was made; null where the runbook has no window.</summary>
    public PlanWindow? Window { get; init; }

    /// <summary>What it was compared with; null where nobody asked for that.</summary>
    public PlanBase? Base { get; init; }

    /// <summary>What it takes back; null for a plan that goes forward.</summary>
    public PlanReturn? Returns { get; init; }

    /// <summary>What it was made from; null in plans of before this was kept.</summary>
    public PlanSource? Source { get; init; }

    /// <summary>What it rests on, host by host; null in plans of before this was kept.</summary>
    public ValueList<KeptValues>? Kept { get; init; }

    /// <summary>The digest of the saved plan that this one carries out; null where it was made and applied at once.</summary>
    public string? Saved { get; init; }

    /// <summary>Who signed it, and with which key: told by the apply that checked it, never believed from a file.</summary>
    public string? SignedBy { get; init; }

    [JsonIgnore]
    public bool HasDeeds => Deeds.Any(deed => deed is not LeaveDeed);

    /// <summary>Whether some of what it would do is not known yet; such a plan may turn out to have more deeds. A change that waits for what other
    /// hosts make is one of its deeds.</summary>
    [JsonIgnore]
    public bool HasUnknown => Lines.Any(line => line.State == LineState.Unknown && line.Differences.Count == 0);

    [JsonIgnore]
    public IEnumerable<PlanHost> Unread => Hosts.Where(host => host.Trouble is not null);

    /// <summary>Whether something in it keeps it from being applied as a whole: a refusal on a host, or a guest that cannot move.</summary>
    [JsonIgnore]
    public bool IsBlocked => Lines.Any(line => line.State == LineState.Refused) || Plays.Any(play => play.Evacuation is { IsBlocked: true });

    [JsonIgnore]
    public IEnumerable<string> RefusedHosts => Lines.Where(line => line.State == LineState.Refused).Select(line => line.Host).Distinct(StringComparer.Ordinal);
}
