namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>
/// Names keys of a record that the language has a place for and this version does not carry out. Whoever writes one is told so, instead of
/// being sent to look for a typo; schemas and references do not offer it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotYetAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}
