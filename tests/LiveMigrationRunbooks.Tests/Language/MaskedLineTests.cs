using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

/// <summary>A line is quoted for whatever is wrong in it; a password beside that is not quoted with it.</summary>
public sealed class MaskedLineTests
{
    [Theory]
    [InlineData("vars: { ring: ?1, db_password: hunter2 }", "vars: { ring: ?1, db_password: ******** }")]
    [InlineData("vars: { db_password: hunter2, ring: ?1 }", "vars: { db_password: ********, ring: ?1 }")]
    [InlineData("vars: { \"db_password\": \"hun,}ter2\", ring: ?1 }", "vars: { \"db_password\": ********, ring: ?1 }")]
    [InlineData("{\"token\":\"hunter2\",\"ring\":\"?1\"}", "{\"token\":********,\"ring\":\"?1\"}")]
    [InlineData("db_password: hunter2 with ?words # and a note", "db_password: ?******** # and a note")]
    [InlineData("db_password: 'it''s hunter2' ?x", "db_password: ******** ?x")]
    [InlineData("  - { user: app, pass: hunter2, mtu: ?9000 }", "  - { user: app, pass: ********, mtu: ?9000 }")]
    [InlineData("tokens: [hunter2, hunter2] ?x", "tokens: ******** ?x")]
    [InlineData("kvm1 ansible_password=hunter2 mtu=?x", "kvm1 ansible_password=******** mtu=?x")]
    [InlineData("db_password=two hunter2 ?words", "db_password=?********")]
    [InlineData("ssh_key: \"hunter2 ?never ended", "ssh_key: ?********")]
    [InlineData("db_password: |\n  ?hunter2", "?********")]
    [InlineData("a:\n  db_password: >-\n\n    hunter2\n    key: ?hunter2", "?********")]
    [InlineData("passwords:\n  - ?hunter2", "- ?********")]
    [InlineData("passwords:\n- one\n- ?hunter2", "- ?********")]
    [InlineData("db_password:\n    ?hunter2", "?********")]
    public void What_stands_under_the_name_of_a_secret_is_masked(string text, string shown) => Assert.Equal(shown, Quoted(text));

    [Theory]
    [InlineData("db_password: \"{{ ?vault_password }}\"")]
    [InlineData("db_password: { secret: ?env, name: DB_PASSWORD }")]
    [InlineData("db_password: {{ ?vault_password }}")]
    [InlineData("private_key_file: ?keys/a.pem")]
    [InlineData("become_password: ?yes")]
    [InlineData("nic.ring: { device: ?eth1, rx: 4096 }")]
    [InlineData("when: facts.firewall ?!= \"none\"")]
    [InlineData("hosts: ?rack_a:rack_b")]
    public void What_is_no_secret_is_quoted_as_it_stands(string text) => Assert.Equal(text, Quoted(text));

    [Fact]
    public void What_follows_a_block_or_belongs_to_another_key_is_quoted() => Assert.Equal("ring: ?1", Quoted("passwords:\n  db: |\n    hunter2\nring: ?1"));

    [Theory]
    [InlineData("-e db_password", "********")]
    [InlineData("-e ring", "hunter2")]
    public void The_value_of_an_option_is_masked_by_its_name(string path, string shown) =>
        Assert.Contains($"1 | {shown}\n", Rendered(new SourceSpan(new SourceFile(path, "hunter2"), 0, 7)), StringComparison.Ordinal);

    [Fact]
    public void A_line_of_millions_is_quoted_at_once_and_its_secret_is_not()
    {
        var line = new string('a', 3_000_000) + " db_password: hunter2 ";
        var shown = Rendered(new SourceSpan(new SourceFile("f", line + new string('b', 3_000_000)), line.Length, 1));

        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
    }

    /// <summary>The line with a question mark, which marks the place, as it is quoted, with a question mark where the marking begins.</summary>
    private static string Quoted(string text)
    {
        var at = text.IndexOf('?', StringComparison.Ordinal);
        var lines = Rendered(new SourceSpan(new SourceFile("f", text.Remove(at, 1)), at, 1)).Split('\n');
        var gutter = lines[3].IndexOf('|', StringComparison.Ordinal) + 2;
        return lines[3].Insert(lines[4].IndexOf('^', StringComparison.Ordinal), "?")[gutter..].TrimStart().PadLeft(0) is var shown && text.StartsWith(' ') ? "  " + shown : shown;
    }

    private static string Rendered(SourceSpan span) => DiagnosticText.Render(new Diagnostic("LMR999", Severity.Error, span, "What.", "Why.", "Fix."));
}
