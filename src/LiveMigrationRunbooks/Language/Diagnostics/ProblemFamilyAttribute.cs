namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>
/// Marks a class whose public static methods make the diagnostics of one family. A code stands as a literal in one such class only,
/// so that a test can collect all codes and find one that is used twice.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ProblemFamilyAttribute : Attribute;
