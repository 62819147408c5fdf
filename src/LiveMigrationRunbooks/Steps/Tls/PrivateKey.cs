using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>
/// A private key in PEM form, by secret reference alone. A plan does without it: whether a certificate is as wanted follows from what it says,
/// and which key it belongs to from the public part. Only an apply has it, to sign with or to put on a host's standard input.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record PrivateKey : IArgument<PrivateKey>, ISecretArgument
{
    private readonly Func<string>? _pem;

    private PrivateKey(Func<string>? pem) => _pem = pem;

    public static string Form => "a secret by reference, as { secret: file, path: ca-key.pem }";

    public static IReadOnlyList<string> JsonTypes => ["object"];

    public bool IsAtHand => _pem is not null;

    /// <summary>Never: what the step would change is known without it.</summary>
    public bool AwaitsSecret => false;

    /// <summary>Puts it on a command's standard input; where it is not at hand there is none, and the host takes no empty key.</summary>
    public Command Onto(Command command) => _pem is null ? command : command.WithInput(_pem());

    /// <summary>The key itself; null where it is not at hand, or not one that can sign.</summary>
    public AsymmetricAlgorithm? Open() => _pem is null ? null : Try(RSA.Create(), _pem()) ?? Try(ECDsa.Create(), _pem());

    public static PrivateKey? Bind(YamlNode node) => node is SecretNode secret ? new(secret.Value is { } value ? value.Reveal : null) : null;

    /// <summary>Keys are not told apart: their hosts, and the certificates, do.</summary>
    public bool Equals(PrivateKey? other) => other is not null;

    public override int GetHashCode() => 0;

    public override string ToString() => "secret";

    private static AsymmetricAlgorithm? Try(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private sealed record Kept(bool Secret);

    private sealed class Converter : JsonConverter<PrivateKey>
    {
        public override PrivateKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return new((Func<string>?)null);
        }

        public override void Write(Utf8JsonWriter writer, PrivateKey value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, new Kept(true), options);
    }
}
