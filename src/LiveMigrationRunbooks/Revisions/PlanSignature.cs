using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>Who signed, or why nobody's signature counts: a stable reason and a sentence.</summary>
public abstract record SignatureReading
{
    /// <param name="Signer">The name by which the allowed signers know the key.</param>
    /// <param name="Key">Its kind and fingerprint.</param>
    public sealed record Good(string Signer, string Key) : SignatureReading;

    public sealed record Bad(string Reason, string Why) : SignatureReading;
}

/// <summary>
/// Signatures of plans, by OpenSSH's own tool: the same keys, agents and files of allowed signers that git uses. They are made for plans alone,
/// so that nobody can be led to sign one as a file or a mail.
/// </summary>
public static partial class PlanSignature
{
    public const string Namespace = "lmr-plan";

    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Where the signature of a file lies.</summary>
    public static string PathOf(string file) => file + ".sig";

    /// <summary>The signature; null where there is none, and why. ssh-keygen asks for a passphrase, or for a touch of the key, itself.</summary>
    /// <param name="key">A private key, or a public one whose private one an agent holds.</param>
    public static async Task<(string? Text, string Why)> MakeAsync(ReadOnlyMemory<byte> content, string key, CancellationToken stop)
    {
        var made = await RunAsync(["-Y", "sign", "-f", key, "-n", Namespace], content, stop);
        return made.Succeeded && SshSignature.Read(made.Text) is { Namespace: Namespace } ? (made.Text + "\n", "") : (null, LastLine(made.Complaint));
    }

    /// <summary>Whose signature a content has.</summary>
    /// <param name="signature">The file of the signature.</param>
    /// <param name="signers">A file of allowed signers.</param>
    public static async Task<SignatureReading> CheckAsync(ReadOnlyMemory<byte> content, string signature, string signers, CancellationToken stop)
    {
        var file = RegularFile.Read(signature, MostBytes);
        if (file.Refusal == FileRefusal.Missing) return new SignatureReading.Bad("signature.missing", $"it is not signed: there is no '{signature}'.");
        if (file.Refusal != FileRefusal.None) return new SignatureReading.Bad("signature.unreadable", $"'{signature}' cannot be read. {file.Why}");
        if (SshSignature.Read(Encoding.UTF8.GetString(file.Bytes.Span)) is not { } about) return new SignatureReading.Bad("signature.unreadable", $"'{signature}' is no signature of ssh-keygen.");
        if (about.Namespace != Namespace) return new SignatureReading.Bad("signature.namespace", $"it was signed for '{about.Namespace}', not for '{Namespace}'.");
        if (RegularFile.Read(signers, MostBytes) is { Refusal: not FileRefusal.None } unread) return new SignatureReading.Bad("signature.no_signers", $"the signers '{signers}' cannot be read. {unread.Why}");
        var whole = await RunAsync(["-Y", "check-novalidate", "-n", Namespace, "-s", signature], content, stop);
        if (!whole.Succeeded) return new SignatureReading.Bad("signature.changed", $"these are not the bytes that were signed ({LastLine(whole.Complaint)}).");
        var key = Key().Match(whole.Text).Groups[1].Value;
        var known = await RunAsync(["-Y", "find-principals", "-s", signature, "-f", signers], default, stop);
        if (!known.Succeeded) return new SignatureReading.Bad("signature.unknown_signer", $"nobody in '{signers}' has the key that signed it, {key} ({LastLine(known.Complaint)}).");
        // The principals of one line may be several, as patterns; the first is the one that the key is known by.
        var signer = known.Text.Split('\n')[0].Split(',')[0];
        var verified = await RunAsync(["-Y", "verify", "-f", signers, "-I", signer, "-n", Namespace, "-s", signature], content, stop);
        return verified.Succeeded
            ? new SignatureReading.Good(signer, key)
            : new SignatureReading.Bad("signature.not_allowed", $"{signer} may not sign plans by '{signers}' ({LastLine(verified.Complaint)}).");
    }

    private static Task<ToolRun> RunAsync(IEnumerable<string> words, ReadOnlyMemory<byte> input, CancellationToken stop) => ToolRun.OfAsync("ssh-keygen", words, input, MostBytes, s_patience, [], stop);

    private static string LastLine(string text) => text.Split('\n')[^1];

    [GeneratedRegex(@" with (\S+ key \S+)")]
    private static partial Regex Key();
}
