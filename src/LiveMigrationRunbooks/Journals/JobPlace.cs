namespace LiveMigrationRunbooks.Journals;

/// <summary>Names a step of a job that a run had on a host; the before-images that it kept lie there.</summary>
public sealed record JobPlace(string Run, int Batch, int Step);
