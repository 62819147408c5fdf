using System.Net;
using System.Text;
using System.Text.Json;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Secrets;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language.Secrets;

/// <summary>The net alone: here nothing knows that a text is secret but the net.</summary>
public sealed class SecretNetTests
{
    private const string Secret = "s3cr3t'of \"four\" /words+&<>ü";

    public static TheoryData<string> Disguises =>
    [
        Secret,
        JsonSerializer.Serialize(Secret),
        JsonSerializer.Serialize(new { Text = $"failed with {Secret}" }, LiveMigrationRunbooks.Steps.StepJson.Options),
        ShellQuote.Word(Secret),
        Uri.EscapeDataString(Secret),
        WebUtility.UrlEncode(Secret),
        WebUtility.HtmlEncode(Secret),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + Secret + "z")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Secret)),
        Secret.ToUpperInvariant(),
        new InvalidOperationException($"cannot log in with {Secret}").ToString(),
    ];

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_value_is_taken_out_however_it_looks(string disguise)
    {
        var net = Net(Secret);
        var clean = net.Clean($"before {disguise} between {disguise} after");

        Assert.False(net.Finds(clean), clean);
        Assert.True(net.Finds(disguise));
        Assert.StartsWith("before ", clean, StringComparison.Ordinal);
        Assert.EndsWith(" after", clean, StringComparison.Ordinal);
        Assert.Equal(2, clean.Split(SecretText.Mask).Length - 1);
    }

    [Fact]
    public void Each_line_of_a_key_is_a_secret_and_its_frame_is_none()
    {
        var net = Net("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n");

        Assert.Equal("line 2: ********, of -----BEGIN PRIVATE KEY-----", net.Clean("line 2: kqhkiG9w0BAQEF, of -----BEGIN PRIVATE KEY-----"));
    }

    // What rbd 16.2.15 says of a keyring that it cannot parse, and what a command of somebody's may say.
    [Theory]
    [InlineData("error setting modifier for [client.libvirt] type=key val=AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw=: Malformed input", "error setting modifier for [client.libvirt] type=key val=********: Malformed input")]
    [InlineData("[client.me] | key = AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw==", "[client.me] | key = ********")]
    [InlineData("it said: -----BEGIN OPENSSH PRIVATE KEY----- | b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ | AAAE", "it said: ********")]
    [InlineData("a -----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY----- z", "a ******** z")]
    // A fingerprint, a certificate, a public key.
    [InlineData("SHA256:AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqywAbCdE", null)]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END CERTIFICATE-----", null)]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw kvm1", null)]
    public void A_key_is_known_by_its_looks(string text, string? clean) => Assert.Equal(clean ?? text, new SecretNet().Clean(text));

    [Fact]
    public void A_text_without_a_secret_stays_what_it_is()
    {
        var text = "nothing of it";
        Assert.Same(text, Net(Secret).Clean(text));
        Assert.Same(text, new SecretNet().Clean(text));
        Assert.True(new SecretNet().IsEmpty);
    }

    [Fact]
    public void A_short_value_is_not_looked_for() => Assert.Equal("pass: hunter2", Net("hunter2").Clean("pass: hunter2"));

    [Fact]
    public void What_may_not_be_masked_is_refused_only_for_values_that_are_no_words()
    {
        Assert.True(Net(Secret).FindsLong($"x{Secret}x"));
        Assert.False(Net("postgres").FindsLong("/etc/postgresql"));
    }

    [Fact]
    public void A_program_is_not_given_a_variable_that_holds_a_secret()
    {
        var environment = new Dictionary<string, string?> { ["PATH"] = "/bin", ["DB_PASSWORD"] = Secret, ["URL"] = $"db://app:{Uri.EscapeDataString(Secret)}@db" };
        Net(Secret).Withhold(environment);

        Assert.Equal(["PATH"], environment.Keys);
    }

    private static SecretNet Net(string value)
    {
        var net = new SecretNet();
        net.Add(new SecretValue(value));
        return net;
    }
}
