using System.Security.Cryptography;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>A host's public key under the name it is pinned by. <paramref name="Blob"/> is the key as base64, as in known_hosts.</summary>
public sealed record HostKey(string Alias, string Algorithm, string Blob)
{
    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it: <c>SHA256:…</c>.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Blob))).TrimEnd('=');

    public string KnownHostsLine => $"{Alias} {Algorithm} {Blob}";

    /// <summary>Reads a line of known_hosts or ssh-keyscan; null for comments, markers, hashed names and what is not a key.</summary>
    public static HostKey? Read(string line)
    {
        var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0][0] is '#' or '@' or '|') return null;
        return Convert.TryFromBase64String(words[2], new byte[words[2].Length], out _) ? new HostKey(words[0], words[1], words[2]) : null;
    }
}
