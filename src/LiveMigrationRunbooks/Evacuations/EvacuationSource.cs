using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>A host to be emptied, as it was read, with the answers to <see cref="EvacuationQuestions.ForSource"/>.</summary>
public sealed record EvacuationSource(string Name, HypervisorReading Reading, ProbeAnswers Probes);

/// <summary>One guest's move. <paramref name="Order"/> counts from 1 through the whole plan; <paramref name="Autostart"/> is what it shall have on the target.</summary>
/// <param name="Command">Null where nothing is started: an earlier run began the move.</param>
public sealed record GuestMove(
    int Order, string Uuid, string Name, string Source, string Target, string TargetAddress, string Peer, long MemoryKib, bool Autostart, bool Persistent,
    Command? Command, ValueList<PreflightFinding> Findings, string Wave = "", MigrationPolicy? Policy = null)
{
    /// <summary>On what terms it moves; a plan of an earlier version does not say it.</summary>
    [JsonIgnore]
    public MigrationPolicy Terms => Policy ?? MigrationPolicy.Balanced;

    /// <summary>How much of its memory, in KiB, is made of huge pages, by their size in KiB; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueMap<long>? Hugepages { get; init; }

    /// <summary>What it takes of its target's memory; a definition alone takes none.</summary>
    [JsonIgnore]
    public MemoryNeed Need => Offline ? MemoryNeed.None : MemoryNeed.Of(MemoryKib, Hugepages);

    /// <summary>Disks that go along; null where none do.</summary>
    public ValueList<DiskCopy>? Copies { get; init; }

    /// <summary>Whether it does not run, and only its definition goes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Offline { get; init; }

    /// <summary>The same for people.</summary>
    [JsonIgnore]
    public IEnumerable<string> Along => (Copies ?? []).Select(copy => $"{copy.Disk} goes along: {copy.Bytes >> 20} MiB of {copy.Format}, {copy.Path}{(copy.Pool is { } pool ? $" in the pool {pool}" : "")}{(copy.Backing is { } backing ? $", what is over {backing}" : "")}; {Source} keeps its own");

    /// <summary>Whether it may end by post-copy: its policy wants that, its owner accepts it, and both sides can.</summary>
    [JsonIgnore]
    public bool MayPostCopy => Command is not null && MigrationCommand.MayPostCopy(Command);

    /// <summary>How it is asked from outside meanwhile; null where it is not.</summary>
    public OutsideWatch? Watch { get; init; }

    /// <summary>How it is found out that it serves again afterwards; null where nobody asks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadyCheck? Ready { get; init; }

    /// <summary>What is run around its move; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GuestHooks? Hooks { get; init; }

    /// <summary>The uplinks of the inventory that it passes over; null where it passes over none.</summary>
    public ValueList<string>? Uplinks { get; init; }

    /// <summary>What it will cost, as far as that is known; null in plans of an earlier version, and where nothing is started.</summary>
    public Forecast? Forecast { get; init; }

    /// <summary>The longest time that is reckoned with; null where nobody knows how the guest writes.</summary>
    [JsonIgnore]
    public TimeSpan? ForecastAtMost => Forecast is { Source: not ForecastSource.None } known ? TimeSpan.FromMilliseconds(known.DurationMs.High) : null;

    /// <summary>What is to be sent, were it sent once.</summary>
    [JsonIgnore]
    public long LeastBytes => (Forecast?.MemoryBytes ?? MemoryKib * 1024) + (Copies ?? []).Sum(copy => copy.Bytes);
}

/// <summary>A guest that cannot move: per target all that blocks it. No target at all is an empty list.</summary>
public sealed record GuestRefusal(string Uuid, string Name, string Source, ValueList<TargetRefusal> Reasons);

public sealed record TargetRefusal(string Target, ValueList<PreflightFinding> Blocked);

/// <summary>A guest that is not part of the evacuation, and why.</summary>
public sealed record GuestStay(string Uuid, string Name, string Source, string Why)
{
    /// <summary>Whether it runs, and so its host is not empty for the steps that follow.</summary>
    public bool Runs { get; init; }

    /// <summary>Whether nobody asked it to leave: it stays by the plan, not for want of a way.</summary>
    public bool Unasked { get; init; }
}

/// <summary>A move that an earlier run began on this source: where the guest is, as both sides' readings say, and what may be done.</summary>
public sealed record FinishItem(MoveRecord Move, string Name, string Source, Outcome Outcome, ValueList<FinishDeed> Deeds)
{
    /// <summary>How it is found out that the guest serves again; null where nobody asks, or nobody knows the guest.</summary>
    public ReadyCheck? Ready { get; init; }
}
