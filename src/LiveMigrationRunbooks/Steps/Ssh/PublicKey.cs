using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>A public key as OpenSSH writes it into one line: its type, its bytes in base64, and a comment.</summary>
internal sealed record PublicKey(string Type, string Base64, string Comment)
{
    private const int LengthSize = 4;

    /// <summary>Null for a line that is none.</summary>
    public static PublicKey? Parse(string line)
    {
        var words = line.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && Parts(words[1]) is [var type, ..] && Encoding.ASCII.GetString(type) == words[0]
            ? new PublicKey(words[0], words[1], words.ElementAtOrDefault(2)?.Trim() ?? "") : null;
    }

    /// <summary>As <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Base64))).TrimEnd('=')}";

    /// <summary>The length of an RSA modulus in bits; 0 for types of one length.</summary>
    public int Bits => Type == "ssh-rsa" && Parts(Base64) is [_, _, var modulus] ? Length(modulus) : 0;

    // RFC 4251: each part is its length in four bytes, then its bytes. A modulus has a zero in front where its highest bit is set.
    private static List<byte[]>? Parts(string base64)
    {
        var blob = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, blob, out var size)) return null;
        var parts = new List<byte[]>();
        var rest = blob.AsSpan(0, size);
        while (rest.Length >= LengthSize)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - LengthSize) return null;
            parts.Add(rest.Slice(LengthSize, (int)length).ToArray());
            rest = rest[(LengthSize + (int)length)..];
        }
        return rest.Length == 0 && parts.Count > 0 ? parts : null;
    }

    private static int Length(byte[] number) => number.SkipWhile(each => each == 0).ToArray() is [var first, .. var rest]
        ? (rest.Length * 8) + 32 - int.LeadingZeroCount(first) : 0;
}
