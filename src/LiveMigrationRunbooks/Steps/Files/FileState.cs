using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>A regular file: SHA-256 of its content in lower-case hexadecimal, its size in bytes, and whose it is.</summary>
/// <param name="Keyed">
/// In place of digest and size, where the content is or shall be secret: a digest that the host made with a key of its own, so that nobody
/// who has it can try out what the content might be. Null for all other files.
/// </param>
/// <param name="Xattrs">The extended attributes that the step names, those that the file has; null where it names none.</param>
public sealed record FileState(string Sha256, long Size, Ownership Ownership, string? Keyed = null, ValueMap<string>? Xattrs = null)
{
    internal string ContentText => Keyed is null ? $"sha256 {Sha256[..Math.Min(12, Sha256.Length)]} ({Size} bytes)" : "secret content";

    internal bool HasContentOf(FileState? other) => other is not null && (Sha256, Keyed) == (other.Sha256, other.Keyed);

    /// <summary>The attributes in the probe's answer: text, or what setfattr reads where a value is no text.</summary>
    internal static ValueMap<string> XattrsOf(CommandResult answer) => answer.Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
        .Select(parts => KeyValuePair.Create(parts[0], Decoded(parts[1]))).ToValueMap();

    private static string Decoded(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return ShownText.Of(bytes) ?? $"0s{base64}";
    }
}
