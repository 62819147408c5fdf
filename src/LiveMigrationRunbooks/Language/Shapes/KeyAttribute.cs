namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>
/// Describes a key of a mapping that people write: it stands on the constructor parameter that takes the key's value. Reader, schema and
/// reference are made from it, so they cannot disagree.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class KeyAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>The smallest number allowed.</summary>
    public long Min { get; init; } = long.MinValue;

    /// <summary>The greatest number allowed.</summary>
    public long Max { get; init; } = long.MaxValue;

    /// <summary>A regular expression that a text must match as a whole, and in <see cref="PatternWords"/> what it means.</summary>
    public string? Pattern { get; init; }

    public string? PatternWords { get; init; }

    /// <summary>Digits alone must stand in quotes, because YAML takes them for a number of another base: a file's mode.</summary>
    public bool Quoted { get; init; }

    /// <summary>What a value may look like, for people and editors: <c>"Sat 22:00 +6h"</c>.</summary>
    public string? Example { get; init; }
}
