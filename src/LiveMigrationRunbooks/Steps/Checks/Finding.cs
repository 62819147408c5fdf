namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>One thing that a check has found; with a remedy it is a failure.</summary>
internal sealed record Finding(string Text, string? Remedy = null);
