using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>
/// The whole content of a file: a text as UTF-8, or the bytes of a file beside the runbook. It never shows itself: plans, journals and errors
/// hold its digest and size, and of a secret one nothing at all. Made again from one of those it knows whether a file has this content, but
/// cannot write it.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record FileContent : IArgument<FileContent>, ISecretArgument
{
    private readonly string _digest;
    private readonly long _size;
    private readonly Func<byte[]>? _bytes;

    public FileContent(string text) : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public FileContent(byte[] bytes) : this(() => bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, false)
    {
    }

    private FileContent(Func<byte[]>? bytes, string digest, long size, bool isSecret) => (_bytes, _digest, _size, IsSecret) = (bytes, digest, size, isSecret);

    public static string Form => "text";

    public static IReadOnlyList<string> JsonTypes => ["string", "number", "boolean"];

    /// <summary>Whether it holds a secret: then digest and size are not known here, and the host is asked for a digest with its own key.</summary>
    public bool IsSecret { get; }

    /// <summary>Whether it can be written: false where it comes from a plan or a journal, and for a secret that was not read.</summary>
    public bool IsAtHand => _bytes is not null;

    public bool AwaitsSecret => IsSecret && !IsAtHand;

    /// <summary>Puts the content on a command's standard input, the only way on which it leaves.</summary>
    public Command Onto(Command command) =>
        command with { Input = new ValueList<byte>((_bytes ?? throw new InvalidOperationException("This content is not at hand."))()) };

    /// <summary>Lower-case hexadecimal SHA-256, as <c>sha256sum</c> prints it; empty for a secret.</summary>
    public string Digest() => _digest;

    /// <summary>Bytes; 0 for a secret.</summary>
    public long Size() => _size;

    /// <summary>The content as text that may be shown; null for a secret, for what is not at hand, and for what is no text.</summary>
    public string? Shown() => IsSecret || _bytes is null ? null : ShownText.Of(_bytes());

    public static FileContent? Bind(YamlNode node) => node switch
    {
        SecretNode secret => new(secret.Value is { } value ? () => Encoding.UTF8.GetBytes(value.Reveal()) : null, "", 0, isSecret: true),
        FileNode file => new(file.Bytes),
        YamlScalar { IsNull: false } scalar => new(scalar.Text),
        _ => null,
    };

    /// <summary>Two contents are one when their bytes are; whether they are at hand does not matter. Secrets are not told apart here: their host does.</summary>
    public bool Equals(FileContent? other) => other is not null && (_digest, _size, IsSecret) == (other._digest, other._size, other.IsSecret);

    public override int GetHashCode() => _digest.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => IsSecret ? "secret" : $"{_size} bytes";

    private sealed record Kept(string? Sha256 = null, long? Size = null, bool? Secret = null);

    private sealed class Converter : JsonConverter<FileContent>
    {
        public override FileContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Kept>(ref reader, options) switch
            {
                { Secret: true } => new(null, "", 0, isSecret: true),
                { Sha256: { } digest, Size: { } size } => new(null, digest, size, isSecret: false),
                _ => throw new JsonException("A content has a digest."),
            };

        public override void Write(Utf8JsonWriter writer, FileContent value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.IsSecret ? new Kept(Secret: true) : new Kept(value._digest, value._size), options);
    }
}
