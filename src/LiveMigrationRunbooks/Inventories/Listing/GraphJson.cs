using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// A graph as JSON: every group once, in the order in which the text names them first. Flat, since readers of JSON bound its depth and
/// nobody bounds that of groups.
/// </summary>
public static class GraphJson
{
    public static JsonObject Of(GroupGraph graph, bool variables)
    {
        var groups = new JsonArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Add(graph);
        return new JsonObject { ["format"] = 1, ["root"] = graph.Name, ["groups"] = groups };

        void Add(GroupGraph group)
        {
            if (!seen.Add(group.Name)) return;
            groups.Add(Group(group, variables));
            foreach (var child in group.Children) Add(child);
        }
    }

    private static JsonObject Group(GroupGraph graph, bool variables)
    {
        var group = new JsonObject
        {
            ["name"] = graph.Name,
            ["children"] = new JsonArray([.. graph.Children.Select(child => (JsonNode?)JsonValue.Create(child.Name))]),
            ["hosts"] = new JsonArray([.. graph.Hosts.Select(host => Host(host, variables))]),
        };
        if (variables) group["vars"] = Variables(graph.Variables);
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
