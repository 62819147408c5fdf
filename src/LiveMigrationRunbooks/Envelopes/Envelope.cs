using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>
/// What a repository lets anybody apply, whichever runbook of it: reviewed like the rest of it, and asked by every apply before a host is
/// touched. A rollback does not ask it: a way back must always be open.
/// </summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="TrustedDigests">Null where there is no such list; then commands of runbooks are judged by who reviews them alone.</param>
/// <param name="Signers">Path of the allowed signers; null where nobody is named.</param>
public sealed record Envelope(
    string Path, int? MaxHostsOut, ValueList<KindPattern> ForbiddenKinds, ValueList<string>? TrustedDigests, string? Signers, bool RequiresSignature, bool RequiresCleanCommit)
{
    public const string FileName = "lmr.yml";

    /// <summary>The limits that hold for a runbook; null where its repository has none. Without a repository they may lie beside the runbook.</summary>
    public static Envelope? Of(string runbook, Findings findings)
    {
        var root = ReviewedFolder.Of(runbook);
        for (var folder = System.IO.Path.GetDirectoryName(ReviewedFolder.Real(runbook)); folder is not null && folder != root; folder = System.IO.Path.GetDirectoryName(folder))
            if (System.IO.Path.Combine(folder, FileName) is var stray && System.IO.Path.Exists(stray)) findings.Add(EnvelopeProblems.NotAtRoot(Shown(stray), root));
        var path = System.IO.Path.Combine(root, FileName);
        // A link that leads nowhere is there too: limits that somebody wrote are never passed over.
        if (!System.IO.Path.Exists(path) && new FileInfo(path).LinkTarget is null) return null;
        if (ReviewedFolder.Holds(root, ReviewedFolder.Real(path))) return SourceFile.Read(Shown(path), findings) is { } file ? EnvelopeReader.Read(file, findings) : null;
        findings.Add(EnvelopeProblems.LeadsOut(Shown(path)));
        return null;
    }

    /// <summary>Whether a kind, or moving guests, is forbidden.</summary>
    public bool Forbids(string kind) => ForbiddenKinds.Any(pattern => pattern.Matches(kind));

    // As somebody in the current folder would name it, if it is not far away.
    private static string Shown(string path) => System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), path) is var near && near.StartsWith("../../..", StringComparison.Ordinal) ? path : near;
}
