using System.Text.Json;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

public sealed class VerbTests
{
    private const string Sound = """
        name: Sound
        plays:
          - name: Folders
            hosts: kvm
            steps:
              - name: folder
                directory: { path: /srv/a }
        """;

    // Nobody listens on port 1 of this machine: the connection is refused at once.
    private const string Refusing = "kvm: { hosts: { kvm1: { ansible_host: 127.0.0.1, ansible_port: 1 } } }";

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("rollback")]
    [InlineData("show")]
    [InlineData("runs")]
    [InlineData("runs list")]
    [InlineData("runs abandon")]
    [InlineData("inventory")]
    [InlineData("inventory list")]
    [InlineData("inventory graph")]
    [InlineData("inventory explain")]
    [InlineData("trust")]
    [InlineData("render")]
    [InlineData("schema")]
    [InlineData("migrate")]
    public void Each_verb_explains_itself(string verb)
    {
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(Path.GetTempPath(), [.. verb.Split(' '), "--help"]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"lmr {verb}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Description: \n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_runbook_is_valid_and_nobody_was_asked()
    {
        using var folder = new RunbookFolder(Sound);
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.Root, "validate", "runbook.yml", "-i", "hosts.yml");

        Assert.Equal((0, "runbook.yml: 1 play, 1 step, 3 hosts; nothing wrong.\n", ""), (exitCode, said, errors));
        Assert.Empty(lmr.SshCalls);
    }

    [Fact]
    public void Without_an_inventory_there_is_nothing_to_validate_against()
    {
        using var folder = new RunbookFolder(Sound);
        using var lmr = new Lmr();
        var (exitCode, _, errors) = lmr.Run(folder.Root, "validate", "runbook.yml");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error LMR902", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_of_a_sound_runbook_has_no_diagnostics()
    {
        using var folder = new RunbookFolder(Sound);
        using var lmr = new Lmr();
        using var json = JsonDocument.Parse(lmr.Run(folder.Root, "validate", "runbook.yml", "-i", "hosts.yml", "--json").Out);

        Assert.Equal(1, json.RootElement.GetProperty("format").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("diagnostics").GetArrayLength());
    }

    [Fact]
    public void The_schema_is_the_one_in_the_repository()
    {
        using var lmr = new Lmr();
        var (exitCode, said, _) = lmr.Run(Path.GetTempPath(), "schema");

        Assert.Equal((0, File.ReadAllText(Repository.Path("schemas", "runbook.schema.json"))), (exitCode, said));
    }

    [Fact]
    public void A_host_that_refuses_the_connection_is_named_with_cause_and_remedy()
    {
        using var folder = new RunbookFolder(Sound, Refusing);
        using var lmr = new Lmr();
        var (exitCode, said, _) = lmr.RunWithSsh(folder.Root, "plan", "runbook.yml", "-i", "hosts.yml");

        Assert.Equal(4, exitCode);
        var lines = said.Split('\n');
        var line = Assert.Single(lines.Index(), line => line.Item.StartsWith("  x kvm1", StringComparison.Ordinal));
        Assert.Contains("Connection refused", line.Item, StringComparison.Ordinal);
        Assert.EndsWith("[host.unreachable]", lines[line.Index + 1], StringComparison.Ordinal);
        Assert.Contains("1 not read", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_with_a_host_that_is_down_is_json_too()
    {
        using var folder = new RunbookFolder(Sound, Refusing);
        using var lmr = new Lmr();
        var (exitCode, said, _) = lmr.RunWithSsh(folder.Root, "plan", "runbook.yml", "-i", "hosts.yml", "--json");

        Assert.Equal(4, exitCode);
        using var json = JsonDocument.Parse(said);
        var trouble = json.RootElement.GetProperty("hosts")[0].GetProperty("trouble");
        Assert.Equal("host.unreachable", trouble.GetProperty("reason").GetString());
        Assert.Contains("kvm1", trouble.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", trouble.GetProperty("remedy").GetString());
    }

    [Fact]
    public void A_host_that_is_down_keeps_apply_from_beginning()
    {
        using var folder = new RunbookFolder(Sound, Refusing);
        using var lmr = new Lmr();
        var (exitCode, _, errors) = lmr.RunWithSsh(folder.Root, "apply", "runbook.yml", "-i", "hosts.yml", "--yes");

        Assert.Equal(1, exitCode);
        Assert.Contains("[host.unreachable]", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At(".lmr")));
    }

    [Fact]
    public void Without_a_terminal_nobody_can_say_yes()
    {
        using var folder = new RunbookFolder(Sound);
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.Root, "runs", "abandon", "20260101-120000-abcd", "-i", "hosts.yml");

        Assert.Equal((1, ""), (exitCode, said));
        Assert.Contains("add --yes.  [not.confirmed]", errors, StringComparison.Ordinal);
        Assert.Empty(lmr.SshCalls);
    }
}
