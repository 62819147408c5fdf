using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>What drift says about one key on one host.</summary>
public enum DriftState
{
    /// <summary>As the runbook wants it.</summary>
    Clean,

    /// <summary>The host moved: it is not as a run left it, and the runbook still wants that.</summary>
    Corrective,

    /// <summary>The runbook moved: the host is as a run left it, and the runbook wants something else by now.</summary>
    Intentional,

    /// <summary>Both moved.</summary>
    Both,

    /// <summary>Not as wanted, and no run ever set it here.</summary>
    Unowned,

    /// <summary>The host cannot be given it, no run ever did, and the runbook says that it does without.</summary>
    Left,

    /// <summary>What is wanted is secret and was not read; as far as the host tells it is as a run left it.</summary>
    NotCompared,

    /// <summary>The host could not tell.</summary>
    Unread,
}

/// <summary>Which form of a setting moved; only of those that have two.</summary>
public enum DriftForm
{
    /// <summary>What runs; the next start loads what is right.</summary>
    Runtime,

    /// <summary>What the next start loads; what runs is right until then.</summary>
    Persisted,

    Both,
}

/// <summary>One value that is not as it should be.</summary>
/// <param name="Left">What a run left, where the host is not as that; null where it is, or where no run set it.</param>
/// <param name="Wanted">What the runbook wants, where the host is not as that.</param>
public sealed record DriftValue(string What, string Is, string? Left, string? Wanted)
{
    /// <summary>What differs inside, line by line, where that is known and may be seen.</summary>
    public ValueList<string>? Lines { get; init; }
}

/// <summary>The run that gave a key its last value: when by the host's clock, in which boot, and by which runbook where that is another one.</summary>
public sealed record DriftApplied(string Run, DateTimeOffset At, string BootId, string? Runbook);

/// <summary>Keys of one step on one host that stand alike.</summary>
/// <param name="Text">What else is to be known.</param>
public sealed record DriftLine(
    string Host, string Step, string Kind, ValueList<string> Keys, DriftState State, DriftForm? Form, string Text, ValueList<DriftValue> Values, DriftApplied? Applied)
{
    /// <summary>The files that keep it.</summary>
    [JsonIgnore]
    public ValueList<string> Files { get; init; } = [];

    /// <summary>Since when and by what, as far as the host can tell; null where nobody asked.</summary>
    public DriftOrigin? Origin { get; init; }

    [JsonIgnore]
    public bool IsDrift => State is DriftState.Corrective or DriftState.Intentional or DriftState.Both or DriftState.Unowned;
}

/// <summary>A host, and what holds for it as a whole.</summary>
/// <param name="Trouble">Why it could not be read; null where it was.</param>
/// <param name="HeldBy">A run that has not ended here: what it does is in between.</param>
/// <param name="Owed">What runs were to run here and did not.</param>
/// <param name="Gone">What runs of this runbook applied here and it no longer names.</param>
public sealed record DriftHost(string Name, HostTrouble? Trouble, HeldBy? HeldBy, ValueList<string> Owed, ValueList<string> Gone);

/// <summary>How hosts stand beside a runbook: each managed key against what is wanted, what was applied last, what runs and what the next start loads.</summary>
public sealed record Drift(int Format, string Runbook, string Name, ValueList<DriftHost> Hosts, ValueList<DriftLine> Lines, ValueList<PlanParked> Parked)
{
    public const int CurrentFormat = 1;

    /// <summary>The exit code's bits: 2 something differs, 4 somebody could not tell.</summary>
    public int ExitCode => (Lines.Any(line => line.IsDrift) || Hosts.Any(host => host.Owed.Count > 0) ? 2 : 0) | (Hosts.Any(host => host.Trouble is not null) || Count(DriftState.Unread) > 0 ? 4 : 0);

    /// <summary>Stable words for what was found, the gravest first; none where all is clean.</summary>
    public ValueList<string> Reasons =>
    [
        .. Count(DriftState.Corrective) + Count(DriftState.Both) > 0 ? ["drift.corrective"] : Array.Empty<string>(),
        .. Count(DriftState.Unowned) > 0 ? ["drift.unowned"] : Array.Empty<string>(),
        .. Count(DriftState.Intentional) > 0 ? ["drift.intentional"] : Array.Empty<string>(),
        .. Hosts.Any(host => host.Owed.Count > 0) ? ["drift.owed"] : Array.Empty<string>(),
        .. (ExitCode & 4) > 0 ? ["host.unread"] : Array.Empty<string>(),
    ];

    /// <summary>How many keys stand so, over all hosts.</summary>
    public int Count(DriftState state) => Lines.Where(line => line.State == state).Sum(line => line.Keys.Count);
}
