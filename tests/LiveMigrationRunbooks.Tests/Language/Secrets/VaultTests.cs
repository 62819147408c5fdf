using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language.Secrets;

/// <summary>The fixtures were written by ansible-vault of ansible-core 2.14; their password is in the file beside them.</summary>
public sealed class VaultTests
{
    private static readonly string s_folder = Repository.Path("tests", "LiveMigrationRunbooks.Tests", "Language", "Secrets", "Fixtures");

    [Theory]
    [InlineData("vars-1.1.yml", null)]
    [InlineData("vars-1.2.yml", "prod")]
    public void A_vault_that_Ansible_wrote_opens_with_its_password(string name, string? label)
    {
        var vault = Vault.Read(File.ReadAllText(At(name)), out _);
        Assert.Equal(label, vault?.Label);
        var plain = Encoding.UTF8.GetString(vault?.Open(Password("password.txt")) ?? []);

        Assert.StartsWith("db_user: app\ndb_password: canary-in-a-vault-file\n", plain, StringComparison.Ordinal);
        Assert.EndsWith("ports: [ 5432, 5433 ]\n", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_password_opens_nothing() =>
        Assert.Null(Vault.Read(File.ReadAllText(At("vars-1.1.yml")), out _)?.Open(Password("other-password.txt")));

    [Fact]
    public void A_vault_that_was_changed_anywhere_does_not_open()
    {
        var lines = File.ReadAllLines(At("scalar-1.1.yml"))[1..].Select(line => line.Trim()).ToArray();
        var body = string.Concat(lines[1..]);
        Assert.NotNull(Vault.Read($"{lines[0]}\n{body}", out _)?.Open(Password("password.txt")));
        // Each digit of the body is the half of a byte of salt, MAC or ciphertext in hexadecimal.
        for (var at = 1; at < body.Length; at += 2)
        {
            if (body[at - 1] != '3' || !char.IsBetween(body[at], '1', '8')) continue;
            var changed = body[..at] + (char)(body[at] + 1) + body[(at + 1)..];
            Assert.Null(Vault.Read($"{lines[0]}\n{changed}", out _)?.Open(Password("password.txt")));
            at += 40;
        }
    }

    [Theory]
    [InlineData("$ANSIBLE_VAULT;1.0;AES\n61", "1.0")]
    [InlineData("$ANSIBLE_VAULT;1.1;CHACHA\n61", "cipher")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256", "cut off")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n6", "cut off")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\nzz", "cut off")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n6162", "cut off")]
    [InlineData("$ANSIBLE_VAULT;9\n6162", "first line")]
    [InlineData("$ANSIBLE_VAULT", "first line")]
    [InlineData("", "first line")]
    public void What_is_no_vault_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Null(Vault.Read(text, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void All_values_of_a_vault_file_are_secrets_that_name_the_file_alone()
    {
        var findings = new Findings();
        var file = SourceFile.Read(At("vars-1.1.yml"), findings);
        Assert.NotNull(file);
        var variables = VaultOpening.Variables(file, new VaultPasswords([Password("password.txt")]), findings);

        Assert.Empty(findings.Sorted);
        Assert.Equal(["db_user", "db_password", "tls", "ports"], variables?.Entries.Select(entry => entry.Key.Text));
        var secrets = SecretNode.In(variables ?? throw new InvalidOperationException()).ToList();
        Assert.Equal(5, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal((file, 0), (secret.Span.File, secret.Span.Start)));
        Assert.Equal("canary-in-a-vault-file", Assert.IsType<OpenedSecret>(secrets[1].Text.References.Single()).Value.Reveal());
        Assert.DoesNotContain("canary", variables.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SecretNode.In(variables), node => node.ToString().Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void A_vault_file_without_a_password_stays_closed_with_a_warning()
    {
        Assert.Null(Opened("vars-1.1.yml", [], out var told));
        Assert.Equal(["Warning LMR417"], told);
    }

    [Fact]
    public void A_vault_file_with_another_password_is_an_error()
    {
        Assert.Null(Opened("vars-1.1.yml", [Password("other-password.txt")], out var told));
        Assert.Equal(["Error LMR415"], told);
    }

    [Fact]
    public void Labels_only_decide_the_order()
    {
        var wrong = Password("other-password.txt") with { Label = "prod" };
        Assert.NotNull(Opened("vars-1.2.yml", [wrong, Password("password.txt")], out var told));
        Assert.Empty(told);
        var passwords = new VaultPasswords([Password("password.txt"), wrong]);
        Assert.Equal(["prod", null], passwords.For("prod").Select(password => password.Label));
        Assert.Equal([null, "prod"], passwords.For(null).Select(password => password.Label));
    }

    [Theory]
    [InlineData("password.txt", null)]
    [InlineData("prod@password.txt", "prod")]
    [InlineData("@password.txt", null)]
    public void A_password_file_may_be_named_with_a_label(string name, string? label)
    {
        var findings = new Findings();
        var named = name.Replace("password.txt", At("password.txt"), StringComparison.Ordinal);
        var password = Assert.Single(VaultPasswordFile.Read([named], findings).All);

        Assert.Empty(findings.Sorted);
        Assert.Equal((label, "fixture-password"), (password.Label, password.Value.Reveal()));
    }

    [Fact]
    public void A_password_file_that_cannot_be_used_is_told()
    {
        using var folder = new Steps.TemporaryFolder();
        File.WriteAllText(folder["empty"], "\n");
        File.WriteAllText(folder["program"], "#!/bin/sh\necho hello\n");
        File.SetUnixFileMode(folder["program"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllBytes(folder["binary"], [0xff, 0xfe, 0xc0]);
        string[] names = [folder["empty"], folder["program"], folder["binary"], folder["missing"], folder["."], "a@prompt"];
        var findings = new Findings();

        Assert.Empty(VaultPasswordFile.Read(names, findings).All);
        Assert.Equal(Enumerable.Repeat("LMR418", names.Length), findings.Sorted.Select(each => each.Code));
        Assert.Contains(findings.Sorted, each => each.Why.StartsWith("It is a program", StringComparison.Ordinal));
    }

    private static YamlMapping? Opened(string name, IReadOnlyList<VaultPassword> passwords, out IEnumerable<string> told)
    {
        var findings = new Findings();
        var file = SourceFile.Read(At(name), findings) ?? throw new InvalidOperationException();
        var opened = VaultOpening.Variables(file, new VaultPasswords(passwords), findings);
        told = findings.Sorted.Select(each => $"{each.Severity} {each.Code}");
        return opened;
    }

    private static VaultPassword Password(string name) => new(null, new SecretValue(File.ReadAllText(At(name)).Trim()));

    private static string At(string name) => Path.Combine(s_folder, name);
}
