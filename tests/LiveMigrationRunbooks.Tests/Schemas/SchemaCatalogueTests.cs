using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Schemas;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

public sealed partial class SchemaCatalogueTests
{
    public static TheoryData<string> Names => [.. SchemaCatalogue.All.Select(schema => schema.Name)];

    public static TheoryData<string, string> Shipped
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in ShippedFile.All) data.Add(file.Path, file.Schema);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_in_the_repository_is_current(string name) =>
        Baseline.Current(Repository.Path("schemas", $"{name}.schema.json"), SchemaCatalogue.Of(name)!.Text);

    [Fact]
    public void No_other_schema_lies_beside_them() => Assert.Equal(
        SchemaCatalogue.All.Select(schema => "schemas/" + schema.FileName).Order(StringComparer.Ordinal), SourceFiles.Of(".json", "schemas"));

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task What_ships_is_sound_by_the_schema_alone_and_by_the_reader(string path, string schema)
    {
        Assert.NotNull(SchemaCatalogue.Of(schema));
        Found.Nothing(await Judged.BySchemaAsync(schema, SourceFiles.Text(path)));
        Found.Nothing(Judged.ByReaderOf(schema, Repository.Path(path)));
    }

    [Fact]
    public void Every_variable_that_the_readers_ask_for_is_described()
    {
        var asked = SourceFiles.Of(".cs", "src/LiveMigrationRunbooks/Inventories")
            .SelectMany(path => Asked().Matches(SourceFiles.Text(path)).Select(match => match.Groups["name"].Value)).Distinct().Order(StringComparer.Ordinal);
        var described = new[] { typeof(HostKeys), typeof(ConnectionKeys) }.SelectMany(type => RecordShape.Of(type)!.Names).Order(StringComparer.Ordinal);
        // Free arguments of ssh, a group's rank and what all hosts share are looked at in other ways.
        string[] others = ["ansible_group_priority", "ansible_ssh_common_args", "ansible_ssh_extra_args", "uplinks"];
        Assert.Equal(described.Except(others), asked.Except(others));
    }

    [GeneratedRegex(@"(?:variables\.Use|read\.\w+)\(""(?<name>[a-z_]+)""")]
    private static partial Regex Asked();
}
