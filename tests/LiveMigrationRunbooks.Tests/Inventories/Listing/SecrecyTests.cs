using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Language.Secrets;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Listing;

/// <summary>No secret on the terminal: neither as a value, nor in the line that a warning shows.</summary>
public sealed class SecrecyTests
{
    [Theory]
    [InlineData("password", true)]
    [InlineData("ansible_become_pass", true)]
    [InlineData("dbPassword2", true)]
    [InlineData("vault_api_token", true)]
    [InlineData("secret", true)]
    [InlineData("SECRET_KEY", true)]
    [InlineData("tls_key", true)]
    [InlineData("wifi_psk", true)]
    [InlineData("aws_secretkey_id", true)]
    [InlineData("ansible_ssh_private_key_file", false)]
    [InlineData("password_length", false)]
    [InlineData("token_ttl", false)]
    [InlineData("ansible_host_key_checking", false)]
    [InlineData("ssh_public_key", false)]
    [InlineData("authorized_keys", false)]
    [InlineData("bypass", false)]
    [InlineData("keyboard", false)]
    [InlineData("monkey", false)]
    [InlineData("mtu", false)]
    [InlineData("1234", false)]
    public void A_name_tells_whether_its_value_is_a_secret(string name, bool secret) => Assert.Equal(secret, SecretName.MayBeSecret(name));

    [Theory]
    [InlineData("password: hunter2", "********")]
    [InlineData("password: 1234", "********")]
    [InlineData("password: ''", "''")]
    [InlineData("password: true", "true")]
    [InlineData("password: ~", "null")]
    [InlineData("password: '{{ vault_password }}'", "{{ vault_password }}")]
    [InlineData("password: '{{ x | default(\"hunter2\") }}'", "********")]
    [InlineData("password: '{{ a }}hunter2{{ b }}'", "********")]
    [InlineData("password: { secret: file, path: pw.txt }", "{secret: file, path: pw.txt}")]
    [InlineData("password: { secret: hunter2 }", "{secret: ********}")]
    [InlineData("passwords: { db: hunter2, web: [hunter2] }", "{db: ********, web: [********]}")]
    [InlineData("db: { user: app, password: hunter2 }", "{user: app, password: ********}")]
    [InlineData("x: !vault abc", "********")]
    [InlineData("x: { y: [!vault abc, 1] }", "{y: [********, 1]}")]
    [InlineData("x: [a, 'b', '1', 'true', 'a: b', \"l\\n\"]", "[a, b, '1', 'true', 'a: b', \"l\\n\"]")]
    public void A_value_is_masked_as_far_as_it_is_a_secret(string variable, string expected)
    {
        using var folder = new InventoryFolder($"all:\n  hosts:\n    h:\n      {variable}\n");
        var set = Assert.Single(folder.Read().Variables(folder.Read().Hosts[0]).All.Values);
        var shown = ShownValue.Of(set.Name, set.Value);
        Assert.Equal((expected, expected.Contains('*', StringComparison.Ordinal)), (shown.Text, shown.Masked));
        Assert.DoesNotContain("hunter2", shown.Json?.ToJsonString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("graph --vars")]
    [InlineData("explain h --json")]
    [InlineData("explain h password -e password=hunter2")]
    public void A_secret_that_stands_in_the_inventory_is_not_shown(string command)
    {
        using var folder = new InventoryFolder("""
            a: { vars: { password: hunter2 }, hosts: { h: } }
            b: { vars: { password: hunter22 }, hosts: { h: } }
            """);
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.At(""), ["inventory", .. command.Split(' '), "-i", "hosts.yml"]);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("hunter2", said + errors, StringComparison.Ordinal);
        Assert.Equal(command == "list", errors.StartsWith("warning LMR180: 'password' is ambiguous on h.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_difference_from_Ansible_is_told_without_the_secret()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: }, vars: { token: hunter2 } }\n").Write("group_vars/all.yml", "token: hunter3\n");
        var findings = new Findings();
        ListingConflicts.Tell([folder.Read().Variables(folder.Read().Hosts[0])], findings);
        var warning = Assert.Single(findings.Sorted);
        Assert.Equal(("LMR133", null), (warning.Code, warning.Span));
    }
}
