using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>
/// The JSON Schema of runbooks, made from the records that the readers bind and from the step catalogue, so that an editor completes every
/// key, every kind and every argument.
/// </summary>
public static class RunbookSchema
{
    private static readonly Dictionary<Type, string> s_definitions = new()
    {
        [typeof(PlayForm)] = "play",
        [typeof(StepKeys)] = "step",
        [typeof(HandlerKeys)] = "handler",
        [typeof(CheckKeys)] = "check",
    };

    private static readonly ShapeSchema s_shapes = new(s_definitions);

    public static JsonObject Make()
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "lmr runbook" };
        foreach (var (name, value) in s_shapes.Record(typeof(RunbookForm))) schema[name] = value?.DeepClone();
        schema["definitions"] = Definitions();
        return schema;
    }

    /// <summary>The schema of files that runbooks include.</summary>
    public static JsonObject MakeIncluded()
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "lmr include" };
        foreach (var (name, value) in s_shapes.Record(typeof(IncludedForm))) schema[name] = value?.DeepClone();
        schema["anyOf"] = new JsonArray([.. new[] { "plays", "steps", "handlers", "gate" }.Select(Requires)]);
        schema["definitions"] = Definitions();
        return schema;
    }

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject
        {
            ["play"] = new JsonObject { ["anyOf"] = new JsonArray(s_shapes.Record(typeof(PlayForm)), s_shapes.Record(typeof(PlayIncludeKeys))) },
            ["step"] = Step(typeof(StepKeys), kind => kind is { IsCheck: false, IsOperation: false }),
            ["handler"] = Step(typeof(HandlerKeys), kind => kind.IsOperation),
            ["check"] = Step(typeof(CheckKeys), kind => kind.IsCheck),
        };
        foreach (var kind in StepCatalogue.Kinds.Values) definitions[kind.Name] = KindSchema.Make(kind);
        return definitions;
    }

    private static JsonObject Step(Type keys, Func<StepKind, bool> belongs)
    {
        var schema = s_shapes.Record(keys);
        var kinds = StepCatalogue.Kinds.Values.Where(belongs).ToList();
        foreach (var kind in kinds) schema["properties"]?.AsObject().Add(kind.Name, new JsonObject { ["$ref"] = $"#/definitions/{kind.Name}" });
        schema["oneOf"] = new JsonArray([.. kinds.Select(kind => kind.Name).Concat(["block", "include"]).Select(Requires)]);
        return schema;
    }

    private static JsonNode Requires(string key) => new JsonObject { ["required"] = new JsonArray(JsonValue.Create(key)) };
}
