using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>
/// The whole content of a file, as UTF-8. It never shows itself: plans, journals and errors hold its digest and size. Made again from one of
/// those it knows whether a file has this content, but cannot write it.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record FileContent : IArgument<FileContent>
{
    private readonly string _digest;
    private readonly long _size;

    public FileContent(string text) : this(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Encoding.UTF8.GetByteCount(text))
    {
    }

    private FileContent(string? text, string digest, long size) => (Text, _digest, _size) = (text, digest, size);

    public static string Form => "text";

    /// <summary>Null where it comes from a plan or a journal.</summary>
    public string? Text { get; }

    /// <summary>Lower-case hexadecimal SHA-256, as <c>sha256sum</c> prints it.</summary>
    public string Digest() => _digest;

    /// <summary>Bytes.</summary>
    public long Size() => _size;

    public static FileContent? Bind(YamlNode node) => node is YamlScalar { IsNull: false } scalar ? new(scalar.Text) : null;

    /// <summary>Two contents are one when their bytes are; whether the text is at hand does not matter.</summary>
    public bool Equals(FileContent? other) => other is not null && (_digest, _size) == (other._digest, other._size);

    public override int GetHashCode() => _digest.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{_size} bytes";

    private sealed record Kept(string Sha256, long Size);

    private sealed class Converter : JsonConverter<FileContent>
    {
        public override FileContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Kept>(ref reader, options) is { Sha256: not null } kept ? new(null, kept.Sha256, kept.Size) : throw new JsonException("A content has a digest.");

        public override void Write(Utf8JsonWriter writer, FileContent value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Kept(value._digest, value._size), options);
    }
}
