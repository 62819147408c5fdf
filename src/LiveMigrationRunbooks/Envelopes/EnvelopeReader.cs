using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>Reads <c>lmr.yml</c>; everything that is wrong is told.</summary>
public static class EnvelopeReader
{
    private const int DigestLength = 64;
    private const int MostSigners = 1 << 20;

    /// <summary>Null where it cannot be read as such a file; look at <paramref name="findings"/> for errors in either case.</summary>
    public static Envelope? Read(SourceFile file, Findings findings)
    {
        if (YamlReader.Read(file, YamlDialect.Core, findings) is not { } tree || RecordBinder.Bind<EnvelopeForm>(tree, findings) is not { } form) return null;
        foreach (var digest in (form.TrustedDigests ?? []).Where(digest => digest.Value.Length != DigestLength || !digest.Value.All(char.IsAsciiHexDigit))) findings.Add(EnvelopeProblems.NotADigest(digest));
        foreach (var kind in (form.ForbiddenKinds ?? []).Where(kind => !new KindPattern(kind.Value).MatchesAny)) findings.Add(EnvelopeProblems.UnknownKind(kind, KindPattern.Known));
        if (form is { RequireSignature: true, Signers: null }) findings.Add(EnvelopeProblems.NobodyMaySign(((tree as YamlMapping)?.Entry("require_signature")?.Key ?? tree).Span));
        return new Envelope(
            file.Path,
            form.MaxHostsOut,
            [.. (form.ForbiddenKinds ?? []).Select(kind => new KindPattern(kind.Value))],
            form.TrustedDigests is { } trusted ? [.. trusted.Select(digest => digest.Value.ToLowerInvariant())] : null,
            form.Signers is { } signers ? SignersOf(file, signers, findings) : null,
            form.RequireSignature,
            form.RequireCleanCommit);
    }

    private static string SignersOf(SourceFile file, Placed<string> signers, Findings findings)
    {
        var path = Path.Combine(Path.GetDirectoryName(file.Path) ?? "", signers.Value);
        if (RegularFile.Read(path, MostSigners) is { Refusal: not FileRefusal.None } unread) findings.Add(EnvelopeProblems.NoSigners(signers, unread.Why));
        return path;
    }
}
