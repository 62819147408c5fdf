using System.Text;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Listing;

public sealed class GraphTests
{
    [Fact]
    public void A_group_in_two_others_stands_in_both()
    {
        using var folder = new InventoryFolder("a: { children: { c: } }\nb: { children: { c: } }\nc: { hosts: { h: } }\n");
        Assert.Equal(
            """
            @all:
              |--@ungrouped:
              |--@a:
              |  |--@c:
              |  |  |--h
              |--@b:
              |  |--@c:
              |  |  |--h

            """, GraphText.Of(GroupGraph.Of(folder.Read(), "all", new Findings())!, variables: false, 80));
        Assert.Equal(
            """{"format":1,"root":"a","groups":[{"name":"a","children":["c"],"hosts":[]},{"name":"c","children":[],"hosts":[{"name":"h"}]}]}""",
            GraphJson.Of(GroupGraph.Of(folder.Read(), "a", new Findings())!, variables: false).ToJsonString());
    }

    /// <summary>Each level has two ways to the next: 2^40 lines, and 120 groups.</summary>
    [Fact]
    public void A_graph_that_nobody_could_read_is_refused_at_once()
    {
        var hosts = new StringBuilder();
        for (var level = 0; level < 40; level++)
            hosts.Append($"g{level}: {{ children: {{ a{level}: , b{level}: }} }}\na{level}: {{ children: {{ g{level + 1}: }} }}\nb{level}: {{ children: {{ g{level + 1}: }} }}\n");
        using var folder = new InventoryFolder(hosts.ToString());
        var findings = new Findings();
        Assert.Null(GroupGraph.Of(folder.Read(), "all", findings));
        Assert.Equal("LMR187", Assert.Single(findings.Sorted).Code);
        Assert.NotNull(GroupGraph.Of(folder.Read(), "g30", findings));
    }

    /// <summary>A chain of groups is a triangle of indentation.</summary>
    [Fact]
    public void A_graph_as_deep_as_it_is_long_is_sized_before_it_is_drawn()
    {
        var hosts = new StringBuilder();
        for (var level = 0; level < 200; level++) hosts.Append($"g{level}: {{ children: {{ g{level + 1}: }}, hosts: {{ h{level}: }} }}\n");
        using var folder = new InventoryFolder(hosts.ToString());
        var graph = GroupGraph.Of(folder.Read(), "g0", new Findings());
        Assert.NotNull(graph);
        var lines = GraphText.Of(graph, variables: false, 80).Split('\n');
        Assert.Equal(401 + 1, lines.Length);
        Assert.Contains(string.Concat(Enumerable.Repeat("  |", 200)) + "--@g200:", lines);
        Assert.Equal(201, GraphJson.Of(graph, variables: false)["groups"]?.AsArray().Count);
    }

    [Fact]
    public void A_limited_listing_holds_nobody_else()
    {
        using var folder = new InventoryFolder("a: { hosts: { h1: { x: 1 } }, children: { b: , c: } }\nb: { hosts: { h1: , h2: { x: 2 } } }\nc: { hosts: { h3: } }\n");
        var inventory = folder.Read();
        Assert.Equal(
            """{"_meta":{"hostvars":{"h2":{"x":2}}},"a":{"children":["b"]},"all":{"children":["a"]},"b":{"hosts":["h2"]}}""",
            LimitedListing.Of(inventory, [inventory.Hosts[1]]).ToJsonString());
        Assert.Equal(InventoryJson.Of(inventory).ToJsonString(), LimitedListing.Of(inventory, inventory.Hosts).ToJsonString());
    }
}
