using System.Text;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Listing;

/// <summary>Listings on a terminal of 80 columns.</summary>
public sealed class NarrowTests
{
    private const int Width = 80;

    [Theory]
    [InlineData("list", "list")]
    [InlineData("explain-all", "explain kvm2")]
    [InlineData("explain-conflict", "explain kvm1 ring")]
    public void No_line_is_wider(string name, string command)
    {
        using var lmr = new Lmr { Variables = { ["COLUMNS"] = "80" } };
        var (exitCode, said, _) = lmr.Run(Repository.TestPath("Inventories", "Listing", "fleet"), ["inventory", .. command.Split(' '), "-i", "hosts.yml"]);

        Assert.Equal(0, exitCode);
        Assert.All(said.Split('\n'), line => Assert.True(line.Length <= Width, line));
        Baseline.Verify(Repository.TestPath("Inventories", "Listing", "narrow", name), said);
    }

    [Fact]
    public void A_graph_cuts_long_values()
    {
        using var folder = new InventoryFolder($"a: {{ hosts: {{ h: {{ long: {new string('x', 100)} }} }} }}\n");
        var lines = GraphText.Of(GroupGraph.Of(folder.Read(), "a", new Findings())!, variables: true, Width).Split('\n');
        Assert.Equal(["@a:", "  |--h", "  |  |--{long = " + new string('x', 63) + "…", ""], lines);
        Assert.Equal(Width, lines[2].Length);
    }

    [Theory]
    [InlineData(200, "NAME  VALUE\na     one two three\n")]
    [InlineData(18, "NAME  VALUE\na     one two\n      three\n")]
    [InlineData(1, "NAME  VALUE\na     one two\n      three\n")]
    public void A_table_wraps_at_spaces_and_never_vanishes(int width, string expected)
    {
        var table = new TextTable(new TextColumn("NAME"), new("EMPTY"), new("VALUE", Wraps: true));
        table.Add("a", "", "one two three");
        var text = new StringBuilder();
        table.AppendTo(text, width);
        Assert.Equal(expected, text.ToString());
    }

    [Theory]
    [InlineData("group_vars/rack_a/network.yml:1", "group_vars/|rack_a/|network.yml:|1")]
    [InlineData("migration_address=10.0.0.1", "migration_ad|dress=|10.0.0.1")]
    [InlineData("aa bb  cc", "aa bb  cc")]
    public void What_is_too_long_is_cut_where_it_hurts_least(string cell, string expected) =>
        Assert.Equal(expected, string.Join('|', TextTable.Wrap(cell, cell.Length > 20 ? 12 : 20)));
}
