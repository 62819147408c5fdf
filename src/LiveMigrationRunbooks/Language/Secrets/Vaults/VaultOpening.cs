using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Secrets.Vaults;

/// <summary>Opens vaults with the passwords that were given, and says why where that fails.</summary>
public static class VaultOpening
{
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The plain text; null where a finding says why not.</summary>
    /// <param name="span">Where the vault is written.</param>
    public static SecretValue? Open(string text, SourceSpan span, VaultPasswords passwords, Findings findings)
    {
        SecretValue? Refused(Diagnostic diagnostic)
        {
            findings.Add(diagnostic);
            return null;
        }

        if (Vault.Read(text, out var why) is not { } vault) return Refused(VaultProblems.NoVault(span, why));
        if (passwords.All.Count == 0) return Refused(VaultProblems.NoPassword(span));
        if (passwords.For(vault.Label).Select(vault.Open).FirstOrDefault(opened => opened is not null) is not { } plain)
            return Refused(VaultProblems.NotOpened(span, passwords.All.Count));
        try
        {
            return new SecretValue(s_utf8.GetString(plain));
        }
        catch (DecoderFallbackException)
        {
            return Refused(VaultProblems.NoVault(span, "What it holds is not UTF-8 text."));
        }
    }

    /// <summary>
    /// The variables in a file that is a vault as a whole. Names are not secret, every value is: each scalar becomes a
    /// <see cref="SecretNode"/> that stands at the beginning of the file, so that no message can quote a line of what was opened.
    /// </summary>
    public static YamlMapping? Variables(SourceFile file, VaultPasswords passwords, Findings findings)
    {
        var span = new SourceSpan(file, 0, Math.Min(file.Text.Length, Vault.Mark.Length));
        if (passwords.All.Count == 0)
        {
            findings.Add(VaultProblems.Closed(span));
            return null;
        }
        if (Open(file.Text, span, passwords, findings) is not { } opened) return null;
        var inside = new Findings();
        var root = YamlReader.Read(new SourceFile(file.Path, opened.Reveal()), YamlDialect.Ansible, inside);
        if (inside.Sorted.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } wrong)
            findings.Add(VaultProblems.NotVariables(span, $"It is not YAML in line {wrong.Span?.Line ?? 1} [{wrong.Code}]."));
        else if (root is not null and not YamlMapping) findings.Add(VaultProblems.NotVariables(span, "It is not a mapping of names to values."));
        return inside.HasErrors ? null : root is YamlMapping mapping ? (YamlMapping)Hidden(mapping, span) : null;
    }

    private static YamlNode Hidden(YamlNode node, SourceSpan span) => node switch
    {
        // A vault inside of a vault is opened when it is used, like any other.
        YamlScalar { Tag: SecretForm.VaultTag } vault => vault with { Span = span },
        YamlScalar { IsNull: true } nothing => nothing with { Span = span },
        YamlScalar scalar => new SecretNode(SecretText.Of(new OpenedSecret(new SecretValue(scalar.Text), span)), span),
        YamlSequence sequence => new YamlSequence([.. sequence.Items.Select(item => Hidden(item, span))], span),
        YamlMapping mapping => new YamlMapping([.. mapping.Entries.Select(entry => new YamlEntry(entry.Key with { Span = span }, Hidden(entry.Value, span)))], span),
        _ => node,
    };
}
