using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>What the host knows about one file that keeps a drifted value.</summary>
/// <param name="Kind"><c>there</c>, or <c>absent</c>: then the time is that of its folder.</param>
/// <param name="Changed">When anything about it was changed last, by the kernel's own record.</param>
/// <param name="Package">The package it belongs to; null for none.</param>
/// <param name="Run">The run of ours that wrote it last, if nobody did after it.</param>
public sealed record OriginFile(string Path, string Kind, DateTimeOffset? Changed, string? Owner, string? Package, string? Run);

/// <summary>Something that happened on the host at about that time: evidence, not a verdict.</summary>
public sealed record OriginEvent(DateTimeOffset At, string What);

/// <summary>Since when a value is another, and what happened at that time, as far as the host can tell.</summary>
/// <param name="Started">When the host was started last.</param>
/// <param name="Restarted">Whether that was after the run.</param>
public sealed record DriftOrigin(DateTimeOffset? Started, bool Restarted, ValueList<OriginFile> Files, ValueList<OriginEvent> Events);
