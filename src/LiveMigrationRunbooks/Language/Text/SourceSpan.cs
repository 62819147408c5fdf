namespace LiveMigrationRunbooks.Language.Text;

/// <summary>A stretch of a source file: where a value, a key or a problem stands.</summary>
public sealed record SourceSpan(SourceFile File, int Start, int Length)
{
    public int Line => File.At(Start).Line;

    public int Column => File.At(Start).Column;

    public override string ToString() => $"{File.Path}:{Line}:{Column}";
}
