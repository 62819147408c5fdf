using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>Explanations as JSON; members are only added.</summary>
public static class ExplanationJson
{
    public static JsonObject Of(Explanation explanation)
    {
        var variables = new JsonArray();
        foreach (var variable in explanation.Variables.Values)
        {
            var shown = new JsonObject { ["name"] = variable.Name };
            Add(shown, variable.Winner);
            shown["usable"] = variable.IsUsable;
            variables.Add(shown);
        }

        return new JsonObject
        {
            ["format"] = 1,
            ["host"] = explanation.Host,
            ["groups"] = new JsonArray([.. explanation.Groups.Select(name => (JsonNode?)JsonValue.Create(name))]),
            ["variables"] = variables,
        };
    }

    public static JsonObject Of(Explanation explanation, ExplainedVariable variable)
    {
        var settings = new JsonArray();
        foreach (var setting in variable.Settings)
        {
            var shown = new JsonObject { ["wins"] = ReferenceEquals(setting, variable.Winner), ["conflicts"] = setting.Conflicts };
            Add(shown, setting);
            shown["depth"] = setting.Depth;
            shown["priority"] = setting.Priority;
            settings.Add(shown);
        }

        return new JsonObject
        {
            ["format"] = 1,
            ["host"] = explanation.Host,
            ["name"] = variable.Name,
            ["value"] = variable.Winner.Value?.Json,
            ["masked"] = variable.Winner.Value?.Masked ?? false,
            ["usable"] = variable.IsUsable,
            ["why"] = variable.Why,
            ["problems"] = new JsonArray([.. variable.Problems.Select(problem => new JsonObject
            {
                ["code"] = problem.Code,
                ["severity"] = problem.Severity.ToString().ToLowerInvariant(),
                ["what"] = problem.What,
                ["why"] = problem.Why,
                ["fix"] = problem.Fix,
            })]),
            ["settings"] = settings,
        };
    }

    private static void Add(JsonObject shown, ExplainedSetting setting)
    {
        var place = setting.Layer == ExplainedLayer.BuiltIn ? null : setting.Span;
        shown["value"] = setting.Value?.Json;
        shown["masked"] = setting.Value?.Masked ?? false;
        shown["layer"] = setting.Layer switch
        {
            ExplainedLayer.BuiltIn => "built_in",
            ExplainedLayer.ExtraVars => "extra_vars",
            _ => setting.LayerWord,
        };
        shown["owner"] = setting.Owner;
        shown["file"] = place?.File.Path;
        shown["line"] = place?.Line;
        shown["column"] = place?.Column;
    }
}
