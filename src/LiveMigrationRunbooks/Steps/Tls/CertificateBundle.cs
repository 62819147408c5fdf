using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>Certificates as people give them: PEM text, or a file beside the runbook. They are public, so plans hold them whole.</summary>
[JsonConverter(typeof(Converter))]
public sealed record CertificateBundle(ValueList<Certificate> All) : IArgument<CertificateBundle>
{
    public static string Form => "one or more certificates in PEM form, or a file beside the runbook that holds them";

    public static IReadOnlyList<string> JsonTypes => ["string"];

    /// <summary>The one that the others stand behind.</summary>
    public Certificate First => All[0];

    public string Pem => string.Concat(All.Select(each => each.Pem));

    public ValueList<string> Fingerprints => [.. All.Select(each => each.Fingerprint).Order(StringComparer.Ordinal)];

    /// <summary>Whether a certificate was signed by these, or by one that was; when it is valid does not count here.</summary>
    /// <param name="between">Certificates that may stand between the two.</param>
    public bool Signed(Certificate certificate, IEnumerable<Certificate> between)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        // The clock of this machine has no say in it.
        chain.ChainPolicy.VerificationTime = certificate.From.UtcDateTime;
        var loaded = new List<X509Certificate2>();
        try
        {
            foreach (var each in All.Concat(between)) (each.IsOwnIssuer && All.Contains(each) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(Loaded(each, loaded));
            return chain.Build(Loaded(certificate, loaded));
        }
        finally
        {
            foreach (var each in loaded) each.Dispose();
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    public static CertificateBundle? Bind(YamlNode node) => node switch
    {
        FileNode file => Of(System.Text.Encoding.UTF8.GetString(file.Bytes)),
        YamlScalar { IsNull: false } scalar => Of(scalar.Text),
        _ => null,
    };

    public override string ToString() => string.Join(", ", All.Select(each => each.Subject));

    private static CertificateBundle? Of(string text) => Certificate.All(text) is { Count: > 0 } all ? new(all) : null;

    private static X509Certificate2 Loaded(Certificate certificate, List<X509Certificate2> loaded)
    {
        var one = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate.Der));
        loaded.Add(one);
        return one;
    }

    private sealed class Converter : JsonConverter<CertificateBundle>
    {
        public override CertificateBundle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Of(reader.GetString() ?? "") ?? throw new JsonException("These are no certificates.");

        public override void Write(Utf8JsonWriter writer, CertificateBundle value, JsonSerializerOptions options) => writer.WriteStringValue(value.Pem);
    }
}
