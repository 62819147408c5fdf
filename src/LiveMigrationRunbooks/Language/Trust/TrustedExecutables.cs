using System.Security.Cryptography;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Trust;

/// <summary>
/// The programs that somebody has looked at and lets <c>lmr</c> run while it reads and plans, by the SHA-256 of their content. The list
/// stands outside of any repository, so that a change under review cannot add itself. One line each: the digest, then the path it had, which
/// is a comment.
/// </summary>
public sealed class TrustedExecutables
{
    /// <summary>The largest program that is looked at; an interpreter with all that belongs to it has less.</summary>
    public const int MaximumSize = 256 << 20;

    private readonly HashSet<string> _digests;

    private TrustedExecutables(string text)
    {
        Text = text;
        _digests =
        [
            .. text.Split('\n').Select(line => line.TrimStart().Split([' ', '\t', '\r'], 2)[0].ToLowerInvariant())
                .Where(word => word.Length == 64 && word.All(char.IsAsciiHexDigit)),
        ];
    }

    /// <summary><c>$XDG_CONFIG_HOME/lmr/trusted</c>, else <c>~/.config/lmr/trusted</c>.</summary>
    public static string DefaultPath
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            // The specification wants a relative path there to be ignored; here it could lead into the repository.
            if (folder is null || !Path.IsPathRooted(folder))
                folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return Path.Combine(folder, "lmr", "trusted");
        }
    }

    /// <summary>The list as it would stand in a file.</summary>
    public string Text { get; }

    public static TrustedExecutables Of(string text) => new(text);

    /// <summary>The list in a file; where there is none that can be read, nothing is trusted.</summary>
    public static TrustedExecutables Read(string path)
    {
        try
        {
            return new TrustedExecutables(File.Exists(path) ? File.ReadAllText(path) : "");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new TrustedExecutables("");
        }
    }

    /// <summary>The digest of a program: its SHA-256 in lower-case hexadecimal.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public bool Trusts(string digest) => _digests.Contains(digest);

    /// <summary>The same list with one program more. Nothing changes where it is trusted already.</summary>
    public TrustedExecutables With(string digest, string path) => Trusts(digest) ? this
        : new TrustedExecutables((Text.Length == 0 || Text.EndsWith('\n') ? Text : Text + "\n")
            + $"{digest}  {path.Replace('\n', ' ').Replace('\r', ' ')}\n");

    /// <summary>The same list with digests that somebody else vouches for.</summary>
    public TrustedExecutables And(IEnumerable<string> digests) => new(string.Join('\n', digests.Prepend(Text)));

    /// <summary>
    /// True where the file's content is trusted now. Otherwise the finding says how to trust it; <paramref name="at"/> is the place that
    /// names the program.
    /// </summary>
    public bool Allow(string path, SourceSpan? at, Findings findings)
    {
        var file = RegularFile.Read(path, MaximumSize);
        if (file.Refusal != FileRefusal.None) findings.Add(TrustProblems.Unreadable(at, path, file.Why));
        else if (Digest(file.Bytes.Span) is var digest && !Trusts(digest)) findings.Add(TrustProblems.NotTrusted(at, path, digest));
        else return true;
        return false;
    }
}
