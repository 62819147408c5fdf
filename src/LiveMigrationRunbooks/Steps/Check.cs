using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A question to a host, asked in a gate after the changes; it changes nothing.</summary>
public abstract record Check : Step
{
    public sealed override ValueList<string> Keys => [];
}
