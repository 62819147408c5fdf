using System.Security.Cryptography;
using System.Text;

namespace LiveMigrationRunbooks.Language.Secrets.Vaults;

/// <summary>
/// What Ansible Vault writes, versions 1.1 and 1.2: a header line, then in hexadecimal, twice, the salt, the HMAC-SHA256 of the ciphertext,
/// and the ciphertext in AES-256-CTR. The keys come from the password by PBKDF2.
/// </summary>
public sealed record Vault(string? Label, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Mac, ReadOnlyMemory<byte> Cipher)
{
    public const string Mark = "$ANSIBLE_VAULT";
    private const int Rounds = 10_000;
    private const int KeyBytes = 32;
    private const int BlockBytes = 16;

    /// <summary>Whether a text is, or wants to be, a vault.</summary>
    public static bool Is(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Null where the text is not a vault of a version known here, with the reason in <paramref name="why"/>.</summary>
    public static Vault? Read(string text, out string why)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var header = lines.Length == 0 ? [] : lines[0].Split(';');
        why = header switch
        {
            [Mark, "1.1", "AES256"] or [Mark, "1.2", "AES256", _] => "",
            [Mark, "1.0", ..] => "Version 1.0 is not authenticated and is not opened; encrypt it anew with a current ansible-vault.",
            [Mark, _, not "AES256", ..] => "Its cipher is not AES256.",
            _ => $"Its first line is not {Mark};1.1;AES256 or {Mark};1.2;AES256;label.",
        };
        if (why.Length > 0) return null;
        why = "What follows its first line is not what ansible-vault writes; it may be cut off.";
        if (Hex(string.Concat(lines.Skip(1))) is not { } outer) return null;
        if (Encoding.ASCII.GetString(outer).Split('\n') is not [var salt, var mac, var cipher]) return null;
        if (Hex(salt) is not { Length: > 0 } saltBytes || Hex(mac) is not { Length: KeyBytes } macBytes || Hex(cipher) is not { Length: > 0 } cipherBytes) return null;
        if (cipherBytes.Length % BlockBytes != 0) return null;
        return new Vault(header.Length == 4 ? header[3] : null, saltBytes, macBytes, cipherBytes);
    }

    /// <summary>The plain bytes; null where the password is another one, or the vault was changed: the two cannot be told apart.</summary>
    public byte[]? Open(VaultPassword password)
    {
        var keys = Rfc2898DeriveBytes.Pbkdf2(password.Bytes(), Salt.Span, Rounds, HashAlgorithmName.SHA256, (2 * KeyBytes) + BlockBytes);
        var mac = HMACSHA256.HashData(keys.AsSpan(KeyBytes, KeyBytes), Cipher.Span);
        if (!CryptographicOperations.FixedTimeEquals(mac, Mac.Span)) return null;
        var plain = Decrypt(keys.AsSpan(0, KeyBytes), keys.AsSpan(2 * KeyBytes));
        var padding = plain[^1];
        return padding is > 0 and <= BlockBytes && plain.AsSpan(plain.Length - padding).IndexOfAnyExcept(padding) < 0 ? plain[..^padding] : null;
    }

    // .NET has no CTR: the counter, big-endian and counted up, is encrypted block by block, and the text is mixed with that.
    private byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> counter)
    {
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        var stream = new byte[Cipher.Length];
        var next = counter.ToArray();
        for (var at = 0; at < stream.Length; at += BlockBytes)
        {
            next.CopyTo(stream, at);
            for (var digit = BlockBytes - 1; digit >= 0 && ++next[digit] == 0; digit--)
            {
            }
        }
        var plain = aes.EncryptEcb(stream, PaddingMode.None);
        for (var at = 0; at < plain.Length; at++) plain[at] ^= Cipher.Span[at];
        return plain;
    }

    private static byte[]? Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
