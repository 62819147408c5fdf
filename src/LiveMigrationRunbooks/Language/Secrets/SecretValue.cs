namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// A secret that has been read. It never shows itself: not as text, not as JSON, not in an error. Only <see cref="Reveal"/> gives it, to
/// whoever puts it on the standard input of a command.
/// </summary>
public sealed class SecretValue(string text) : IEquatable<SecretValue>
{
    /// <summary>The plain text. Every caller answers for where it goes.</summary>
    public string Reveal() => text;

    public bool Equals(SecretValue? other) => other is not null && other.Reveal() == text;

    public override bool Equals(object? obj) => Equals(obj as SecretValue);

    public override int GetHashCode() => string.GetHashCode(text, StringComparison.Ordinal);

    public override string ToString() => "secret";
}
