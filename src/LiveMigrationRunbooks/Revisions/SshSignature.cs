using System.Buffers.Binary;
using System.Text;

namespace LiveMigrationRunbooks.Revisions;

/// <summary>What a signature of <c>ssh-keygen -Y sign</c> says of itself, before anything of it is believed.</summary>
/// <param name="Namespace">What it was made for: one for files or for mail proves nothing about a plan.</param>
internal sealed record SshSignature(string Namespace)
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";

    /// <summary>Null where the text is none. The form: "SSHSIG", a version, then fields that each begin with their length: the key, the namespace.</summary>
    public static SshSignature? Read(string text)
    {
        var lines = text.Trim();
        if (!lines.StartsWith(Begin, StringComparison.Ordinal) || !lines.EndsWith(End, StringComparison.Ordinal)) return null;
        var bytes = new byte[lines.Length];
        if (!Convert.TryFromBase64String(lines[Begin.Length..^End.Length], bytes, out var length)) return null;
        var rest = bytes.AsSpan(0, length);
        if (!rest.StartsWith("SSHSIG\0\0\0\u0001"u8)) return null;
        rest = rest[10..];
        return Field(ref rest) is null || Field(ref rest) is not { } name ? null : new SshSignature(Encoding.UTF8.GetString(name));
    }

    private static byte[]? Field(ref Span<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4) return null;
        var field = rest.Slice(4, (int)length).ToArray();
        rest = rest[(4 + (int)length)..];
        return field;
    }
}
