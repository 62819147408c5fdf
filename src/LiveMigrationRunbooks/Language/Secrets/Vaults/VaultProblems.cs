using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Secrets.Vaults;

/// <summary>What can be wrong with a vault and with the passwords for it (LMR413 to LMR418). No message holds a value.</summary>
[ProblemFamily]
public static class VaultProblems
{
    private const string Give = "Add --vault-password-file FILE, or set ANSIBLE_VAULT_PASSWORD_FILE.";

    public static Diagnostic NoVault(SourceSpan span, string why) => new(
        "LMR413", Severity.Error, span, "This vault cannot be read.", why, "Encrypt it again with ansible-vault.");

    public static Diagnostic NoPassword(SourceSpan span) => new(
        "LMR414", Severity.Error, span, "There is no password for this vault.", "It is used, so it must be opened.", Give);

    public static Diagnostic NotOpened(SourceSpan span, int tried) => new(
        "LMR415", Severity.Error, span, "This vault does not open.",
        $"{(tried == 1 ? "The password that was given does not fit" : $"None of the {tried} passwords that were given fits")}, or the vault was changed after it was encrypted: its HMAC does not agree.",
        "Give the right password file; if it is right, take the vault from a copy that nobody changed.");

    public static Diagnostic NotVariables(SourceSpan span, string why) => new(
        "LMR416", Severity.Error, span, "What this vault holds are not variables.", why, "Look at it with ansible-vault view, and mend it with ansible-vault edit.");

    public static Diagnostic Closed(SourceSpan span) => new(
        "LMR417", Severity.Warning, span, "This vault stays closed, and its variables are not known.",
        "No password was given, so not even their names can be read.", Give);

    public static Diagnostic BadPasswordFile(string path, string why) => new(
        "LMR418", Severity.Error, null, $"The vault password file '{path}' cannot be used.", why, "Name a file whose content is the password.");
}
