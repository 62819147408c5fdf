using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The one place where references become secrets: each is read once, when hosts are about to be asked, and kept in memory alone. What only
/// validates has none of these, and reads no secret.
/// </summary>
/// <param name="net">Told of each secret that was read; null where nothing leaves the process.</param>
public sealed class SecretSources(VaultPasswords passwords, TrustedExecutables trusted, SecretNet? net = null)
{
    private const int MostBytes = 1 << 20;
    private const int LeastLetters = 2;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);
    private readonly Dictionary<SecretReference, (SecretValue? Value, IReadOnlyList<Diagnostic> Told)> _read = [];

    /// <summary>The node with its value; null where a source failed, which is told.</summary>
    public SecretNode? Open(SecretNode node, Findings findings)
    {
        var values = new Dictionary<SecretReference, SecretValue>();
        var complete = true;
        foreach (var reference in node.Text.References.Distinct())
        {
            if (Read(reference, findings) is { } value) values[reference] = value;
            else complete = false;
        }
        return complete ? node with { Value = node.Text.Fill(reference => values[reference]) } : null;
    }

    private SecretValue? Read(SecretReference reference, Findings findings)
    {
        if (!_read.TryGetValue(reference, out var read))
        {
            var own = new Findings();
            var value = Source(reference, own);
            // What one letter hides is guessed at once, and a text of one letter could not be kept out of anything.
            if (value is not null && value.Reveal().TrimEnd('\n', '\r').Length < LeastLetters) own.Add(SecretSourceProblems.TooShort(reference));
            if (value is not null) net?.Add(value);
            _read[reference] = read = (own.HasErrors ? null : value, own.Sorted);
        }
        foreach (var problem in read.Told) findings.Add(problem);
        return read.Value;
    }

    private SecretValue? Source(SecretReference reference, Findings findings) => reference switch
    {
        EnvironmentSecret variable when Environment.GetEnvironmentVariable(variable.Name) is { } value => new SecretValue(value),
        EnvironmentSecret variable => Refused(SecretSourceProblems.NotSet(variable), findings),
        FileSecret file => FromFile(file, findings),
        CommandSecret command => new SecretCommand(command, trusted).Run(MostBytes, findings) is { } bytes ? Text(bytes, reference, findings) : null,
        VaultSecret vault => VaultOpening.Open(vault.Text, vault.Span, passwords, findings),
        OpenedSecret opened => opened.Value,
        _ => throw new InvalidOperationException($"{reference.GetType().Name} has no source."),
    };

    private SecretValue? FromFile(FileSecret file, Findings findings)
    {
        try
        {
            if (Directory.Exists(file.Path)) return Refused(SecretSourceProblems.Unreadable(file, "It is a folder."), findings);
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read);
            var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(stream.SafeFileHandle);
            var bytes = new byte[MostBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes) return Refused(SecretSourceProblems.Unreadable(file, $"It is larger than {MostBytes} bytes."), findings);
            if (Text(bytes.AsSpan(0, length), file, findings) is not { } text) return null;
            if (Vault.Is(text.Reveal())) return VaultOpening.Open(text.Reveal(), file.Span, passwords, findings);
            return (mode & Others) == 0 ? text : Refused(SecretSourceProblems.OpenToOthers(file), findings);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused(SecretSourceProblems.Unreadable(file, problem is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : problem.Message), findings);
        }
    }

    private static SecretValue? Text(ReadOnlySpan<byte> bytes, SecretReference reference, Findings findings)
    {
        try
        {
            if (!bytes.Contains((byte)0)) return new SecretValue(s_utf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            // Told below, together with NUL.
        }
        return Refused(SecretSourceProblems.NotText(reference), findings);
    }

    private static SecretValue? Refused(Diagnostic diagnostic, Findings findings)
    {
        findings.Add(diagnostic);
        return null;
    }
}
