using System.Reflection;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// What a kind does to a host besides its purpose, so that a reviewer knows it before any host is asked: when it takes effect, whom it
/// disturbs, and whether it can be taken back. Schemas and the reference say it; what is known of one host stands in the plan.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RisksAttribute(string effect) : Attribute
{
    /// <summary>When it takes effect, as a sentence.</summary>
    public string Effect { get; } = effect;

    /// <summary>Whom it disturbs while it does, as a sentence.</summary>
    public string Disturbs { get; init; } = "Disturbs nobody.";

    /// <summary>How a rollback takes it back, as a sentence.</summary>
    public string Rollback { get; init; } = "Rollback puts everything back as it was read.";

    public string Words => $"{Effect} {Disturbs} {Rollback}";

    /// <summary>What a kind says of itself; a kind that says nothing cannot be in the catalogue.</summary>
    public static RisksAttribute Of(StepKind kind) => kind.Type.GetCustomAttribute<RisksAttribute>()
        ?? throw new InvalidOperationException($"{kind.Type.Name} does not say what it risks.");
}
