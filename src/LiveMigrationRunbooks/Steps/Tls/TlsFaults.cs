using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>Why a certificate with its key is of no use, whatever the time is.</summary>
internal static class TlsFaults
{
    /// <returns>Null where it is sound.</returns>
    public static string? OfPair(ValueList<Certificate> all, TlsReading reading, TlsPair pair, CertificateBundle ca)
    {
        var certificate = all[0];
        return !ca.Signed(certificate, all.Skip(1)) ? "not signed by the authority"
            : pair.IsServer && !certificate.ForServers ? "not for servers"
            : !pair.IsServer && !certificate.ForClients ? "not for clients"
            : !certificate.ForKeys ? "not for enciphering keys"
            : reading.Kind(pair.Key) == "absent" ? "no key"
            : reading.Public(pair.Key) is not { } key ? "a key that cannot be read"
            : key != certificate.PublicKey ? "the key of another certificate"
            : null;
    }
}
