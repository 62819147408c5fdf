using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>A graph as JSON: groups inside of groups, with names in the same order as in the text.</summary>
public static class GraphJson
{
    public static JsonObject Of(GroupGraph graph, bool variables) => new() { ["format"] = 1, ["group"] = Group(graph, variables) };

    private static JsonObject Group(GroupGraph graph, bool variables)
    {
        var group = new JsonObject { ["name"] = graph.Name };
        if (variables) group["vars"] = Variables(graph.Variables);
        group["children"] = new JsonArray([.. graph.Children.Select(child => Group(child, variables))]);
        group["hosts"] = new JsonArray([.. graph.Hosts.Select(host => Host(host, variables))]);
        return group;
    }

    private static JsonNode? Host(GraphHost host, bool variables)
    {
        var shown = new JsonObject { ["name"] = host.Name };
        if (variables) shown["vars"] = Variables(host.Variables);
        return shown;
    }

    private static JsonObject Variables(IReadOnlyList<OwnVariable> own)
    {
        var values = new JsonObject();
        foreach (var variable in own) values[variable.Name] = variable.Value.Json;
        return values;
    }
}
