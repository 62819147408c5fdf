namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>What a fact tells, for the reference: a whole sentence, with its unit and what an empty value means.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TellsAttribute(string about) : Attribute
{
    public string About { get; } = about;
}
