using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>A value with the place where it is written, for what can be judged only later: names of other things, for example.</summary>
public sealed record Placed<T>(T Value, SourceSpan Span);
