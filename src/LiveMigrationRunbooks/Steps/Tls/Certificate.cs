using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>What a certificate says of itself, as far as a peer looks at it, and its own bytes.</summary>
/// <param name="Names">Names and addresses that it holds for, sorted.</param>
/// <param name="Fingerprint">SHA-256 of its bytes in lower-case hexadecimal.</param>
/// <param name="PublicKey">The key it is about, in base64, as <c>openssl pkey -pubout -outform DER</c> writes it.</param>
/// <param name="ForServers">Whether it may stand for a server; one that does not say what it is for may stand for anything.</param>
/// <param name="ForKeys">Whether its key may sign and encipher keys: libvirt loads no certificate that says otherwise (<c>virNetTLSContextCheckCertKeyUsage</c>).</param>
/// <param name="Der">Its bytes, in base64.</param>
public sealed record Certificate(
    string Subject, string Issuer, ValueList<string> Names, DateTimeOffset From, DateTimeOffset Until, string Fingerprint, string PublicKey,
    bool IsAuthority, bool ForServers, bool ForClients, bool ForKeys, string Der)
{
    private const string Label = "CERTIFICATE";
    private const string Purposes = "2.5.29.37";
    private const string Usage = "2.5.29.15";
    private const X509KeyUsageFlags WantedUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;
    private const string AlternativeNames = "2.5.29.17";
    private const string Constraints = "2.5.29.19";
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    public bool IsOwnIssuer => Subject == Issuer;

    public string Pem => PemEncoding.WriteString(Label, Convert.FromBase64String(Der)) + "\n";

    /// <summary>Whether a peer that calls its bearer by this name or address takes it: names in any case, and <c>*</c> for one label (RFC 6125).</summary>
    public bool HoldsFor(string name) => Names.Any(held => string.Equals(held, name, StringComparison.OrdinalIgnoreCase)
        || (held.StartsWith("*.", StringComparison.Ordinal) && !IPAddress.TryParse(name, out _) && name.IndexOf('.') is > 0 and var at && string.Equals(held[1..], name[at..], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Every certificate in a text; null where one of them cannot be read. Other text between them does not count.</summary>
    public static ValueList<Certificate>? All(string text)
    {
        var all = new List<Certificate>();
        try
        {
            for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
            {
                if (rest[found.Label] is not Label) continue;
                all.Add(Of(Convert.FromBase64String(rest[found.Base64Data].ToString())));
            }
        }
        catch (Exception problem) when (problem is CryptographicException or AsnContentException or FormatException)
        {
            return null;
        }
        return [.. all];
    }

    /// <exception cref="CryptographicException">These bytes are no certificate.</exception>
    public static Certificate Of(byte[] der)
    {
        using var read = X509CertificateLoader.LoadCertificate(der);
        var purposes = Extension(read, Purposes) is { } raw
            ? new X509EnhancedKeyUsageExtension(raw, raw.Critical).EnhancedKeyUsages.Cast<Oid>().Select(purpose => purpose.Value).ToList() : null;
        return new Certificate(
            read.Subject, read.Issuer, [.. NamesOf(read)], new DateTimeOffset(read.NotBefore.ToUniversalTime()), new DateTimeOffset(read.NotAfter.ToUniversalTime()),
            Convert.ToHexStringLower(SHA256.HashData(der)), Convert.ToBase64String(read.PublicKey.ExportSubjectPublicKeyInfo()),
            Extension(read, Constraints) is { } constraints && new X509BasicConstraintsExtension(constraints, constraints.Critical).CertificateAuthority,
            purposes?.Contains(ServerPurpose) ?? true, purposes?.Contains(ClientPurpose) ?? true,
            Extension(read, Usage) is not { } usage || (new X509KeyUsageExtension(usage, usage.Critical).KeyUsages & WantedUsage) == WantedUsage, Convert.ToBase64String(der));
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 read)
    {
        if (Extension(read, AlternativeNames) is not { } raw) return [];
        var names = new X509SubjectAlternativeNameExtension(raw.RawData, raw.Critical);
        return names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static X509Extension? Extension(X509Certificate2 read, string oid) => read.Extensions.FirstOrDefault(each => each.Oid?.Value == oid);

    public override string ToString() => $"{Subject} of {Issuer}";
}
