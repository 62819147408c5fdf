using System.Diagnostics;
using System.Text;
using LiveMigrationRunbooks.Revisions;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Revisions;

/// <summary>Signatures by the machine's own ssh-keygen: whose counts, and what is said of each that does not.</summary>
public sealed class PlanSignatureTests : IDisposable
{
    private static readonly byte[] s_plan = "{ \"plan\": 1 }\n"u8.ToArray();
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-sign-").FullName;

    public PlanSignatureTests()
    {
        Keygen("-q", "-t", "ed25519", "-N", "", "-C", "alice", "-f", At("alice"));
        File.WriteAllText(At("signers"), "alice@example.org namespaces=\"lmr-plan\" " + File.ReadAllText(At("alice.pub")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_signer_is_known_by_name_and_key()
    {
        await SignAsync("alice");

        var good = Assert.IsType<SignatureReading.Good>(await CheckAsync(s_plan));
        Assert.Equal("alice@example.org", good.Signer);
        Assert.Matches(@"\AED25519 key SHA256:\S+\z", good.Key);
    }

    [Fact]
    public async Task Changed_bytes_are_refused()
    {
        await SignAsync("alice");

        Assert.Equal("signature.changed", await ReasonAsync([.. s_plan, (byte)' ']));
    }

    [Fact]
    public async Task Another_key_is_refused_and_shown()
    {
        Keygen("-q", "-t", "ed25519", "-N", "", "-f", At("mallory"));
        await SignAsync("mallory");

        var bad = Assert.IsType<SignatureReading.Bad>(await CheckAsync(s_plan));
        Assert.Equal("signature.unknown_signer", bad.Reason);
        Assert.Contains("ED25519 key SHA256:", bad.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_for_something_else_is_refused()
    {
        File.WriteAllBytes(At("plan.json"), s_plan);
        Keygen("-q", "-Y", "sign", "-f", At("alice"), "-n", "file", At("plan.json"));

        Assert.Equal("signature.namespace", await ReasonAsync(s_plan));
    }

    [Theory]
    [InlineData("valid-before=\"20200101\"", "signature.unknown_signer")]
    [InlineData("namespaces=\"git\"", "signature.not_allowed")]
    public async Task A_signer_that_may_not_is_refused(string option, string reason)
    {
        File.WriteAllText(At("signers"), $"alice@example.org {option} {File.ReadAllText(At("alice.pub"))}");
        await SignAsync("alice");

        Assert.Equal(reason, await ReasonAsync(s_plan));
    }

    [Fact]
    public async Task What_is_missing_or_no_signature_is_told()
    {
        Assert.Equal("signature.missing", await ReasonAsync(s_plan));
        File.WriteAllText(At("plan.json.sig"), "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n");
        Assert.Equal("signature.unreadable", await ReasonAsync(s_plan));
        await SignAsync("alice");
        File.Delete(At("signers"));
        Assert.Equal("signature.no_signers", await ReasonAsync(s_plan));
    }

    [Fact]
    public async Task A_key_that_is_not_there_signs_nothing()
    {
        var (text, why) = await PlanSignature.MakeAsync(s_plan, At("nobody"), default);

        Assert.Null(text);
        Assert.Contains("nobody", why, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private async Task SignAsync(string key)
    {
        var (text, why) = await PlanSignature.MakeAsync(s_plan, At(key), default);
        Assert.Equal("", why);
        await File.WriteAllTextAsync(At("plan.json.sig"), text, Encoding.ASCII);
    }

    private Task<SignatureReading> CheckAsync(byte[] content) => PlanSignature.CheckAsync(content, At("plan.json.sig"), At("signers"), default);

    private async Task<string> ReasonAsync(byte[] content) => Assert.IsType<SignatureReading.Bad>(await CheckAsync(content)).Reason;

    private static void Keygen(params string[] words)
    {
        using var keygen = Process.Start(new ProcessStartInfo("ssh-keygen", words) { RedirectStandardError = true }) ?? throw new InvalidOperationException("ssh-keygen does not start.");
        var said = keygen.StandardError.ReadToEnd();
        keygen.WaitForExit();
        Assert.True(keygen.ExitCode == 0, said);
    }
}
