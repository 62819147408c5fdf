using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveMigrationRunbooks.Steps.Tls;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>Whom a certificate holds for, as a peer sees it.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("kvm1.example.org", true)]
    [InlineData("KVM1.Example.org", true)]
    [InlineData("kvm2.rack.example.org", true)]
    [InlineData("a.kvm2.rack.example.org", false)]
    [InlineData("rack.example.org", false)]
    [InlineData(".rack.example.org", false)]
    [InlineData("kvm2", false)]
    [InlineData("198.51.100.11", true)]
    [InlineData("198.51.100.12", false)]
    public void A_name_is_held_in_any_case_and_a_star_stands_for_one_label(string name, bool holds)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("kvm1.example.org");
        names.AddDnsName("*.rack.example.org");
        names.AddIpAddress(System.Net.IPAddress.Parse("198.51.100.11"));
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(holds, Certificate.Of(made.RawData).HoldsFor(name));
    }
}
