namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>A piece of a text that holds a secret: either words that anyone may read, or a reference.</summary>
/// <param name="Indent">White space for every line of the secret but the first, where it stands indented.</param>
public sealed record SecretPart(string Words, SecretReference? Reference, string Indent = "")
{
    public static SecretPart Of(string words) => new(words, null);

    public static SecretPart Of(SecretReference reference) => new("", reference);
}

/// <summary>
/// A text with secrets in it, not read yet: <c>password={{ db_password }}</c>. A secret inside of other text loses its last newlines, as in
/// a shell's <c>$(…)</c>; one that stands alone is taken byte for byte.
/// </summary>
public sealed record SecretText(IReadOnlyList<SecretPart> Parts)
{
    public static SecretText Of(SecretReference reference) => new([SecretPart.Of(reference)]);

    /// <summary>What stands for a secret where only the words around it are shown.</summary>
    public const string Mask = "********";

    /// <summary>The words, with a mask in place of each secret.</summary>
    public string Masked => string.Concat(Parts.Select(part => part.Reference is null ? part.Words : Mask));

    public IEnumerable<SecretReference> References => Parts.Select(part => part.Reference).OfType<SecretReference>();

    /// <summary>The whole text, once every reference has a value.</summary>
    public SecretValue Fill(Func<SecretReference, SecretValue> value) => new(Parts is [{ Reference: { } alone }]
        ? value(alone).Reveal()
        : string.Concat(Parts.Select(part => part.Reference is { } reference ? Inside(value(reference).Reveal(), part.Indent) : part.Words)));

    private static string Inside(string secret, string indent) => secret.TrimEnd('\n', '\r').Replace("\n", "\n" + indent, StringComparison.Ordinal);

    public bool Equals(SecretText? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(Parts.Count, HashCode.Combine);

    public override string ToString() => "secret";
}
