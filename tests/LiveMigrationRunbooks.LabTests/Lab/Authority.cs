using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>A CA of the tests' own. It shares no code with <c>lmr</c>, and signs whatever it is asked to.</summary>
public sealed class Authority
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(10));
    }

    public string Pem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Its key, which nobody but whoever signs with it may have.</summary>
    public string KeyPem => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Writes <c>ca.pem</c>, and <c>ca-key.pem</c> for its owner alone.</summary>
    public void PutInto(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "ca.pem"), Pem);
        var key = Path.Combine(folder, "ca-key.pem");
        File.WriteAllText(key, KeyPem);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A key and a certificate for it, as somebody would get them for a host: <c>HOST.pem</c>, valid for 90 days, and <c>HOST-key.pem</c> for its owner alone.</summary>
    public ECDsa PutHostInto(string folder, string host, params string[] names)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder, $"{host}.pem"), Issue(key.ExportSubjectPublicKeyInfoPem(), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90), names));
        var path = Path.Combine(folder, $"{host}-key.pem");
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }

    /// <param name="publicKey">As <c>openssl pkey -pubout</c> prints it.</param>
    public string Issue(string publicKey, DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKey);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternative.AddIpAddress(address);
            else alternative.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternative.Build());
        using var issued = request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, until, RandomNumberGenerator.GetBytes(8));
        return issued.ExportCertificatePem() + "\n";
    }
}
