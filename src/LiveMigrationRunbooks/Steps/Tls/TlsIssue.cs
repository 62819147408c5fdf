using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>
/// Signs certificates on the controller, with a key that stays there, for keys that stay on their hosts. The same request gives other bytes each
/// time: serial numbers are drawn, as CAs must (CA/Browser Forum, 64 bits at least).
/// </summary>
internal static class TlsIssue
{
    private const int SerialBytes = 16;

    /// <summary>A certificate is valid from a day before its issue: a peer whose clock is behind takes it all the same.</summary>
    public static TimeSpan Before { get; } = TimeSpan.FromDays(1);

    /// <summary>Whether a key is the one that the authority's certificate is about.</summary>
    public static bool IsKeyOf(Certificate authority, AsymmetricAlgorithm key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) == authority.PublicKey;

    /// <param name="publicKey">The host's public key, as <see cref="Certificate.PublicKey"/>.</param>
    /// <param name="names">The first one is its subject.</param>
    public static string Pem(Certificate authority, AsymmetricAlgorithm key, string publicKey, IReadOnlyList<string> names, bool isServer, DateTimeOffset now, TimeSpan validFor)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(names[0]);
        var request = new CertificateRequest(subject.Build(), PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        // libvirtd asks its peers with the client's certificate, and answers with the server's.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], true));
        request.CertificateExtensions.Add(Names(names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var issuer = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(authority.Der));
        if (issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var issued = request.Create(issuer.SubjectName, Generator(key), Later(now - Before, authority.From), Earlier(now + validFor, authority.Until), Serial());
        return issued.ExportCertificatePem() + "\n";
    }

    private static X509Extension Names(IEnumerable<string> names)
    {
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternative.AddIpAddress(address);
            else alternative.AddDnsName(name);
        }
        return alternative.Build();
    }

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        _ => throw new ArgumentException("A key that cannot sign.", nameof(key)),
    };

    // Positive, and without a leading zero.
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
