namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>Whether something shall be there or shall not.</summary>
public enum Existence
{
    Present,
    Absent,
}
