using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps.Files;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Where a secret may be written, where it may go, and what is told everywhere else.</summary>
public sealed class SecretUseTests
{
    private const string Inventory = """
        kvm:
          hosts: { kvm1: }
          vars:
            db: { secret: env, name: LMR_TEST_NOT_SET }
            tls: { key: { secret: file, path: key.pem }, port: 5 }
            vaulted: !vault |
              $ANSIBLE_VAULT;1.1;AES256
              6162
            plain: hello
            some_password: in-the-open
            oauth: { secret: client-secret, name: bob }
            broken: { secret: evn, name: X }
        """;

    [Theory]
    [InlineData("content: '{{ db }}'")]
    [InlineData("content: \"password={{ db }}\\n\"")]
    [InlineData("content: '{{ db }}{{ vaulted }}{{ plain }}'")]
    [InlineData("content: '{{ vaulted }}'")]
    [InlineData("content: '{{ db ?? plain }}'")]
    [InlineData("content: '{{ true ? db : plain }}'")]
    [InlineData("content: '{{ x = db; x }}{{ for each in [db, plain] }}{{ each }}{{ end }}'")]
    [InlineData("content: '{{ if plain == \"hello\" }}{{ db }}{{ end }}'")]
    [InlineData("content: { secret: env, name: LMR_TEST_NOT_SET }")]
    [InlineData("content: { secret: command, argv: [ \"{{ plain }}\" ] }")]
    public void A_secret_may_be_the_content_of_a_file_and_is_not_read_to_validate(string arguments)
    {
        using var folder = Folder(arguments);
        var bound = folder.TryBind();

        Assert.Equal([], folder.Told);
        var step = Assert.IsType<FileStep>(bound?.Plays[0].Hosts[0].Steps[0].Step);
        Assert.Equal((true, false), (step.Content?.IsSecret, step.Content?.IsAtHand));
    }

    [Theory]
    [InlineData("path: '/etc/{{ db }}', content: x", "LMR404 '/etc/{{ db }}'")]
    [InlineData("content: x, mode: '{{ db }}'", "LMR404 '{{ db }}'")]
    [InlineData("source: '{{ db }}'", "LMR404 '{{ db }}'")]
    [InlineData("content: '{{ db == plain }}'", "LMR405 db")]
    [InlineData("content: '{{ db == null }}'", "LMR405 db")]
    [InlineData("content: '{{ db | string.upcase }}'", "LMR405 db")]
    [InlineData("content: '{{ [db] | array.contains plain }}'", "LMR405 [db]")]
    [InlineData("content: '{{ [db] | array.join plain }}'", "LMR405 [db]")]
    [InlineData("content: '{{ db[0] }}'", "LMR405 db")]
    [InlineData("content: '{{ db.x }}'", "LMR405 db")]
    [InlineData("content: '{{ tls[db] }}'", "LMR405 db")]
    [InlineData("content: '{{ -db }}'", "LMR405 db")]
    [InlineData("content: '{{ plain + db }}'", "LMR405 db")]
    [InlineData("content: '{{ db.size }}'", "LMR405 db")]
    [InlineData("content: '{{ db | string.size }}'", "LMR405 db")]
    [InlineData("content: '{{ [db] | array.size }}'", "LMR405 [db]")]
    [InlineData("content: '{{ case db; when plain; end }}'", "LMR405 db")]
    [InlineData("content: '{{ case plain; when db; end }}'", "LMR405 db")]
    [InlineData("content: '{{ if db }}x{{ end }}'", "LMR405 db")]
    [InlineData("content: '{{ db ? plain : plain }}'", "LMR405 db")]
    [InlineData("content: '{{ for x in [db, vaulted] }}{{ for.changed }}{{ end }}'", "LMR405 for.changed")]
    [InlineData("content: { secret: env, name: '{{ db }}' }", "LMR405 '{{ db }}'")]
    [InlineData("content: { secret: evn, name: X }", "LMR400 evn")]
    [InlineData("content: { secret: env, path: X }", "LMR401 path")]
    [InlineData("content: { secret: env }", "LMR402 env")]
    [InlineData("content: { secret: command, argv: 'pass show db' }", "LMR403 'pass show db'")]
    [InlineData("content: '{{ broken }}'", "LMR400 evn")]
    public void Everywhere_else_it_is_refused_at_its_place(string arguments, string told)
    {
        using var folder = Folder(arguments);
        folder.TryBind();

        Assert.Equal([told], Marked(folder));
    }

    [Theory]
    [InlineData("db", "LMR405")]
    [InlineData("db == plain", "LMR405")]
    [InlineData("plain == vaulted", "LMR405")]
    [InlineData("!db", "LMR405")]
    [InlineData("db && true", "LMR405")]
    public void No_condition_depends_on_a_secret(string when, string told)
    {
        using var folder = Folder($"content: x }}, when: '{when}'", close: "");
        folder.TryBind();

        Assert.Equal([told], folder.Told.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void A_secret_of_several_lines_is_indented_where_it_stands_indented()
    {
        Environment.SetEnvironmentVariable("LMR_TEST_LINES", "one\ntwo\n");
        using var folder = new RunbookFolder("""
            plays:
              - hosts: kvm
                steps:
                  - file:
                      path: /etc/secret
                      content: |
                        key: |
                          {{ lines }}
                        end
            """, "kvm: { hosts: { kvm1: }, vars: { lines: { secret: env, name: LMR_TEST_LINES } } }");
        var step = Assert.IsType<FileStep>(folder.TryBind(secrets: new SecretSources(VaultPasswords.None, TrustedExecutables.Of("")))?.Plays[0].Hosts[0].Steps[0].Step);

        var input = step.Content?.Onto(Command.Of("cat")).Input ?? [];
        Assert.Equal("key: |\n  one\n  two\nend", System.Text.Encoding.UTF8.GetString([.. input]));
    }

    [Fact]
    public void A_mapping_of_somebodys_own_stays_one()
    {
        using var folder = Folder("content: '{{ oauth.name }}'");
        Assert.NotNull(folder.TryBind());
        Assert.Equal([], folder.Told);
    }

    [Fact]
    public void A_secret_written_in_the_open_is_a_warning_with_the_way_out()
    {
        using var folder = Folder("content: '{{ some_password }}'");
        Assert.NotNull(folder.TryBind());
        Assert.Equal(["LMR406 some_password"], Marked(folder));
        Assert.Equal("Keep it elsewhere and refer to it: some_password: { secret: env, name: SOME_PASSWORD }", folder.Findings.Sorted[0].Fix);
    }

    [Fact]
    public void An_input_may_be_a_secret_but_not_the_hosts()
    {
        using var folder = new RunbookFolder("""
            inputs: { where: { default: { secret: env, name: X } }, many: { type: integer, default: { secret: env, name: X } } }
            plays: [ { hosts: "{{ where }}", steps: [ { file: { path: /etc/x, content: "{{ where }}" } } ] } ]
            """);
        folder.TryBind();
        Assert.Equal(["LMR211 { secret: env, name: X }", "LMR404 \"{{ where }}\""], Marked(folder));
    }

    [Fact]
    public void A_literal_on_the_command_line_is_a_warning_that_does_not_show_it()
    {
        using var folder = new RunbookFolder("""
            inputs: { db_password: { } }
            plays: [ { hosts: kvm, steps: [ { file: { path: /etc/x, content: "{{ db_password }}" } } ] } ]
            """);
        folder.TryBind(extra: ("db_password", "canary"));
        Assert.Equal(["LMR406 - 'db_password' looks like a secret and is written in the open."], folder.Told);
        Assert.DoesNotContain("canary", folder.Findings.Sorted[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_here_is_a_warning_to_validate_and_an_error_to_plan()
    {
        using var folder = Folder("content: '{{ tls.key }}'");
        folder.TryBind();
        Assert.Equal(["LMR911"], folder.Told.Select(line => line.Split(' ')[0]));
        using var again = Folder("content: '{{ tls.key }}'");
        again.TryBind(secrets: new SecretSources(VaultPasswords.None, TrustedExecutables.Of("")));
        Assert.Equal(["LMR408"], again.Told.Select(line => line.Split(' ')[0]));
    }

    /// <summary>What was found, with the words at its place: the place is right where they are.</summary>
    private static IEnumerable<string> Marked(RunbookFolder folder) =>
        folder.Findings.Sorted.Select(problem => $"{problem.Code} {problem.Span?.File.Text.Substring(problem.Span.Start, problem.Span.Length)}");

    private static RunbookFolder Folder(string arguments, string close = " }") => new(
        $"""
        plays:
          - hosts: kvm
            steps:
              - {(arguments.StartsWith("path", StringComparison.Ordinal) ? "file: { " : "{ file: { path: /etc/secret, ")}{arguments}{close}{(arguments.StartsWith("path", StringComparison.Ordinal) ? "" : " }")}
        """, Inventory);
}
