namespace LiveMigrationRunbooks.Envelopes;

/// <summary>Why a plan may not be applied: a stable reason for programs, what it is, and what to do.</summary>
public sealed record Breach(string Reason, string What, string Remedy);
