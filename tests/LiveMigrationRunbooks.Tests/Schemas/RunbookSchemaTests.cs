using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Schemas;
using LiveMigrationRunbooks.Tests.Rooms;
using NJsonSchema;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

public sealed class RunbookSchemaTests
{
    private const string Sound = """
        plays:
          - hosts: kvm
            steps:
              - nic.mtu: { device: eth1, mtu: 9000 }
                notify: restart libvirt
            handlers:
              - name: restart libvirt
                libvirt.restart: {}
            gate:
              - check.path_mtu: { mtu: 9000 }
        """;

    private static readonly Task<JsonSchema> s_schema = JsonSchema.FromJsonAsync(Made);

    public static TheoryData<string> Runbooks => [.. SourceFiles.Of(".yml", "runbooks")];

    private static string Made => ResultJson.Of(RunbookSchema.Make()) + "\n";

    [Fact]
    public void The_schema_in_the_repository_is_current() => Baseline.Current(Repository.Path("schemas", "runbook.schema.json"), Made);

    [Fact]
    public void The_schema_of_included_files_is_current() => Baseline.Current(Repository.Path("schemas", "include.schema.json"), ResultJson.Of(RunbookSchema.MakeIncluded()) + "\n");

    [Theory]
    [MemberData(nameof(Runbooks))]
    public async Task It_accepts_every_runbook_that_ships(string path)
    {
        var schema = await s_schema;
        Found.Nothing(schema.Validate(YamlJson.Of(SourceFiles.Text(path))).Select(error => error.ToString()));
    }

    [Fact]
    public async Task It_accepts_what_is_sound() => Found.Nothing((await s_schema).Validate(YamlJson.Of(Sound)).Select(error => error.ToString()));

    [Theory]
    [InlineData("hosts: kvm", "host: kvm")]
    [InlineData("nic.mtu:", "nic.mtuu:")]
    [InlineData("device: eth1", "devise: eth1")]
    [InlineData("device: eth1, ", "")]
    [InlineData("eth1, mtu: 9000", "eth1, mtu: 90000")]
    [InlineData("eth1, mtu: 9000", "eth1, mtu: large")]
    [InlineData("eth1, mtu: 9000 }", "eth1, mtu: 9000 }\n        nic.ring: { device: eth1, rx: 512 }")]
    [InlineData("libvirt.restart: {}", "nic.mtu: { device: eth1, mtu: 9000 }")]
    [InlineData("notify: restart libvirt", "on_refusal: ignore")]
    public async Task It_rejects_a_mistake(string sound, string mistaken)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var schema = await s_schema;
        Assert.NotEmpty(schema.Validate(YamlJson.Of(Sound.Replace(sound, mistaken, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_template_may_stand_where_a_number_does() =>
        Assert.Empty((await s_schema).Validate(YamlJson.Of(Sound.Replace("eth1, mtu: 9000", "eth1, mtu: \"{{ size }}\"", StringComparison.Ordinal))));
}
