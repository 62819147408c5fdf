using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <content>How certificates and keys come to the host.</content>
public sealed partial record LibvirtTls
{
    private static readonly string s_write = ShellText.Of("Steps/make-parent.sh") + ShellText.Of("Steps/Files/candidate.sh") + ShellText.Of("Steps/Files/file-write.sh");
    private static readonly string s_staged = ShellText.Of("Steps/Tls/tls-staged.sh") + s_write;
    private static readonly string s_folder = ShellText.Of("Steps/Tls/tls-folder.sh");
    private static readonly string[] s_isCertificate = ["told", "openssl", "x509", "-noout", "-in", "%s"];
    private static readonly string[] s_isKey = ["quiet", "openssl", "pkey", "-noout", "-passin", "pass:", "-in", "%s"];

    protected override IEnumerable<Command> WritePersisted(Value<TlsState> from, Value<TlsState> to, Answers answers, Scene scene)
    {
        if (!from.IsKnown(out var found) || !to.IsKnown(out var wanted)) return [];
        var reading = TlsReading.Of(answers[0]);
        return
        [
            .. Users.SelectMany(user => Trust(Paths.Authority(user), found.Trust[Authority(user)], wanted.Trust[Authority(user)])),
            .. Pairs.SelectMany(pair => Write(pair, found.Credentials[pair.Name], wanted.Credentials[pair.Name], reading)),
        ];
    }

    private IEnumerable<Command> Trust(string path, TlsTrust from, TlsTrust to) =>
        to.IsMetBy(from) || to.File is not { } file ? []
        : to.Fingerprints.All(from.Fingerprints.Contains) ? file.Write(path, from.File)
        : [Whole(s_write, [], path, file, s_isCertificate).WithInput(Ca.Pem)];

    private IEnumerable<Command> Write(TlsPair pair, TlsCredential from, TlsCredential to, TlsReading reading)
    {
        if (to.IsMetBy(from) || (to.Certificate, to.Key) is not ({ } open, { } closed)) return [];
        if (!to.IsToCome && from.Fault.Length == 0 && to.Fingerprint == from.Fingerprint) return [.. open.Write(pair.Certificate, from.Certificate), .. closed.Write(pair.Key, from.Key)];
        var hasKey = to.IsToCome && reading.Public(pair.Key) is not null;
        var certificate = Whole(s_write, [], pair.Certificate, open, s_isCertificate);
        return
        [
            to.IsToCome ? Issued(certificate, pair, to, reading) : certificate.WithInput(Certificate?.Pem ?? ""),
            Command.Sh(s_folder, pair.Key[..pair.Key.LastIndexOf('/')]),
            .. hasKey ? closed.Write(pair.Key, from.Key)
                : to.IsToCome ? [Whole(s_staged, [pair.Staged], pair.Key, closed, s_isKey), Command.Of("rm", "-f", "--", $"/var/lib/lmr/tls/{pair.Staged}.pem")]
                : [Key is null ? Whole(s_write, [], pair.Key, closed, s_isKey) : Key.Onto(Whole(s_write, [], pair.Key, closed, s_isKey))],
        ];
    }

    // In a plan, without the authority's key, there is nothing to write; and an empty certificate would not be accepted.
    private Command Issued(Command command, TlsPair pair, TlsCredential to, TlsReading reading)
    {
        using var key = CaKey?.Open();
        return key is not null && (reading.Public(pair.Key) ?? reading.Staged(pair)) is { } publicKey
            ? command.WithInput(TlsIssue.Pem(Ca.First, key, publicKey, to.Names, pair.IsServer, reading.Now, Validity)) : command;
    }

    private static Command Whole(string text, string[] first, string path, Ownership ownership, string[] accepted) =>
        Command.Sh(text, [.. first, path, ownership.Mode, ownership.Owner, ownership.Group, .. accepted]);
}
