using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>Whom a host trusts and what it shows to others, each by its name for people.</summary>
public sealed record TlsState(ValueMap<TlsTrust> Trust, ValueMap<TlsCredential> Credentials);

/// <summary>The authorities in one file.</summary>
/// <param name="File">Whose the file is; null where there is none.</param>
public sealed record TlsTrust(ValueList<string> Fingerprints, Ownership? File)
{
    // Other authorities in the same file are somebody else's.
    internal bool IsMetBy(TlsTrust now) => File == now.File && (File is null ? Fingerprints.Equals(now.Fingerprints) : Fingerprints.All(now.Fingerprints.Contains));

    internal string Text => File is null ? "absent" : $"{(Fingerprints.Count == 0 ? "no certificate" : string.Join(", ", Fingerprints.Select(each => each[..Math.Min(12, each.Length)])))}, {Words(File)}";

    internal static string Words(Ownership file) => $"{file.Mode} {file.Owner}:{file.Group}";
}

/// <summary>One certificate with its key, by what they say; the bytes of a certificate that is yet to be issued are nobody's wish.</summary>
/// <param name="Until">When it ends; null where it is not issued yet.</param>
/// <param name="Fingerprint">SHA-256 of the certificate; null where it is not there, or not issued yet.</param>
/// <param name="Fault">Why it is of no use; empty where it is sound.</param>
/// <param name="Certificate">Whose the certificate's file is; null where there is none.</param>
/// <param name="Key">Whose the key's file is; null where there is none.</param>
/// <param name="Replaces">The fingerprint of one that is good but due, whose place this one is to take; null for none.</param>
public sealed record TlsCredential(
    string Issuer, ValueList<string> Names, DateTimeOffset? Until, string? Fingerprint, string Fault, Ownership? Certificate, Ownership? Key, string? Replaces = null)
{
    /// <summary>Whether it is wanted from the authority, whatever its bytes will be.</summary>
    internal bool IsToCome => Fault.Length == 0 && Fingerprint is null;

    internal bool IsMetBy(TlsCredential now) => Fault.Length > 0 ? Equals(now)
        : now.Fault.Length == 0 && Certificate == now.Certificate && Key == now.Key
          && (Fingerprint is null ? Issuer == now.Issuer && Names.All(now.Names.Contains) && (Replaces is null || Replaces != now.Fingerprint) : Fingerprint == now.Fingerprint);

    internal string Text => Certificate is null && Key is null ? "absent"
        : string.Join(", ", ((string[])[Fault, Issuer.Length == 0 ? "" : $"issued by {Issuer}", Names.Count == 0 ? "" : $"for {string.Join(" ", Names)}", Until is { } until ? $"until {until:yyyy-MM-dd}" : "", Key is null ? "" : $"key {TlsTrust.Words(Key)}"]).Where(part => part.Length > 0));
}
